package org.p2psip.storage.service.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/**
 * Takes back the room of what was overwritten: copies what is left of the oldest file to the end of the log, and deletes
 * it. Always the oldest, so that a removal or an expired entry in it has nothing before it that it still has to hide.
 */
final class LogCleaner {
    private static final Logger LOG = Logger.getLogger(LogCleaner.class);
    /** Bytes of the log, in files, that are never worth it. */
    private static final int SPARE_FILES = 2;

    private static final int STEP_BYTES = 1 << 20;

    private final LogFiles files;
    private final LogIndex index;
    private final LogWriter writer;
    private final int fileBytes;
    private final BiConsumer<LogKey, Place> lost;
    private LogFile cleaning;
    private int offset;

    private record Move(LogKey key, Place from, Place to) {}

    /** @param lost hears of an entry that is damaged */
    LogCleaner(LogFiles files, LogIndex index, LogWriter writer, int fileBytes, BiConsumer<LogKey, Place> lost) {
        this.files = files;
        this.index = index;
        this.writer = writer;
        this.fileBytes = fileBytes;
        this.lost = lost;
    }

    /** Goes on with the oldest file for a megabyte, when more than half of the log is of no use. */
    void step() throws IOException {
        if (cleaning == null) {
            LogFile oldest = files.oldest();
            if (writer.isWritingTo(oldest) || files.bytes() < 2 * files.liveBytes() + (long) SPARE_FILES * fileBytes) {
                return;
            }
            cleaning = oldest;
            offset = 0;
        }
        if (cleaning.live() > 0 && offset < cleaning.size()) {
            copySome();
        } else {
            // What was copied has to be on the disk before its source is gone.
            writer.force();
            LOG.debugf("%s is clean", cleaning.path());
            files.delete(cleaning);
            cleaning = null;
        }
    }

    private void copySome() throws IOException {
        byte[] bytes = cleaning.read(offset, Math.min(STEP_BYTES, cleaning.size() - offset));
        if (wholeLength(bytes, 0) > bytes.length) {
            bytes = cleaning.read(offset, wholeLength(bytes, 0));
        }
        List<Move> moves = new ArrayList<>();
        int at = 0;
        for (int length = wholeLength(bytes, at);
                length > 0 && at + length <= bytes.length;
                length = wholeLength(bytes, at)) {
            copy(bytes, at, length, moves);
            at += length;
        }
        writer.flush();
        for (Move move : moves) {
            if (index.move(move.key(), move.from(), move.to())) {
                files.moved(move.from(), move.to());
            }
        }
        // Where no whole entry follows, nothing was written.
        offset = at == 0 ? cleaning.size() : offset + at;
    }

    private void copy(byte[] bytes, int at, int length, List<Move> moves) throws IOException {
        LogKey key = LogKey.read(ByteBuffer.wrap(bytes, at + LogEntry.PREFIX_BYTES, LogKey.LENGTH));
        Place place = index.find(key);
        boolean isLive = place != null && place.file() == cleaning.number() && place.offset() == offset + at;
        if (isLive && LogEntry.isSound(bytes, at, length)) {
            moves.add(new Move(key, place, writer.add(bytes, at, length, place.expiryMs())));
        } else if (isLive) {
            lost.accept(key, place);
        }
    }

    private static int wholeLength(byte[] bytes, int at) {
        return bytes.length - at < LogEntry.PREFIX_BYTES
                ? 0
                : LogEntry.wholeLength(ByteBuffer.wrap(bytes, at, Integer.BYTES).getInt());
    }
}

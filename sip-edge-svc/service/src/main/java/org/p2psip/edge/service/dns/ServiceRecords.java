package org.p2psip.edge.service.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2psip.edge.locate.DnsAnswer;

/** Reads NAPTR and SRV records (RFC 3403 section 4, RFC 2782). One that is not whole is left out. */
final class ServiceRecords {
    private ServiceRecords() {}

    static DnsAnswer naptrs(List<DnsRecord> records) {
        List<DnsAnswer.Naptr> naptrs = new ArrayList<>(records.size());
        for (DnsRecord record : records) {
            if (record instanceof DnsRawRecord raw && DnsRecordType.NAPTR.equals(raw.type())) {
                DnsAnswer.Naptr naptr = naptr(raw.content().duplicate());
                if (naptr != null) {
                    naptrs.add(naptr);
                }
            }
        }
        return new DnsAnswer.Naptrs(naptrs);
    }

    static DnsAnswer srvs(List<DnsRecord> records) {
        List<DnsAnswer.Srv> srvs = new ArrayList<>(records.size());
        for (DnsRecord record : records) {
            if (record instanceof DnsRawRecord raw && DnsRecordType.SRV.equals(raw.type())) {
                ByteBuf content = raw.content().duplicate();
                if (content.readableBytes() > 6) {
                    srvs.add(new DnsAnswer.Srv(
                            content.readUnsignedShort(),
                            content.readUnsignedShort(),
                            content.readUnsignedShort(),
                            name(content)));
                }
            }
        }
        return new DnsAnswer.Srvs(srvs);
    }

    /** Null when it is not whole, or has a regular expression: RFC 3263 4.1 has none. */
    private static DnsAnswer.Naptr naptr(ByteBuf content) {
        if (content.readableBytes() < 8) {
            return null;
        }
        int order = content.readUnsignedShort();
        int preference = content.readUnsignedShort();
        String flags = characterString(content);
        String services = flags == null ? null : characterString(content);
        String expression = services == null ? null : characterString(content);
        return expression == null || !expression.isEmpty() || !content.isReadable()
                ? null
                : new DnsAnswer.Naptr(order, preference, flags, services, name(content));
    }

    /** RFC 1035 3.3; null when it does not fit the record. */
    private static String characterString(ByteBuf content) {
        if (!content.isReadable() || content.getUnsignedByte(content.readerIndex()) >= content.readableBytes()) {
            return null;
        }
        return content.readCharSequence(content.readUnsignedByte(), StandardCharsets.ISO_8859_1)
                .toString();
    }

    private static String name(ByteBuf content) {
        String name = DefaultDnsRecordDecoder.decodeName(content).toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}

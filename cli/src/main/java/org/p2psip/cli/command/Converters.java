package org.p2psip.cli.command;

import java.util.Optional;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.edge.message.SipUri;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the arguments of commands; what is none is named, with what would be right. */
public final class Converters {
    private static final int MAX_QUOTED = 120;

    private Converters() {}

    /** Makes a command line know the types. */
    public static void register(CommandLine commandLine) {
        commandLine.registerConverter(AorUri.class, converter(AorUri::parse, Converters::noAor));
        commandLine.registerConverter(
                SipUri.class,
                converter(
                        SipUri::parse,
                        text -> quoted(text) + " is no SIP URI, such as sip:alice@192.0.2.1:5060;transport=udp"));
        commandLine.registerConverter(
                HostPort.class,
                converter(HostPort::parse, text -> quoted(text) + " is not HOST:PORT, such as 127.0.0.1:7460"));
    }

    /** Why a text is no address of record. */
    static String noAor(String text) {
        return quoted(text)
                + " is no address of record. One is sip:USER@DOMAIN, such as sip:alice@example.org: no port, password,"
                + " parameters or headers";
    }

    private static String quoted(String text) {
        return "\"" + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "...") + "\"";
    }

    private interface Reader<T> {
        Optional<T> read(String text);
    }

    private interface Complaint {
        String about(String text);
    }

    private static <T> ITypeConverter<T> converter(Reader<T> reader, Complaint complaint) {
        return text -> reader.read(text).orElseThrow(() -> new TypeConversionException(complaint.about(text)));
    }
}

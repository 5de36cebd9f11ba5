package org.p2psip.relay;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.eclipse.microprofile.config.spi.Converter;

/** An IP address as digits. Names are refused: what they stand for can change while the service runs. */
public final class IpAddressConverter implements Converter<InetAddress> {
    private static final long serialVersionUID = 1L;

    @Override
    public InetAddress convert(String value) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(value.strip());
        if (address == null) {
            throw new IllegalArgumentException("(allowed: an IPv4 or IPv6 address, such as 127.0.0.1, 0.0.0.0 or ::1)");
        }
        return address;
    }
}

package org.p2psip.edge.service.settings;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.ProxyConfig;
import org.p2psip.edge.route.Alias;

/** What the proxy does with requests, and by which names the edge itself is meant, checked. */
final class ProxySettings {
    private static final String ALIASES_KEY = "p2psip.sip.aliases";
    private static final String EMERGENCY_KEY = "p2psip.proxy.emergency-route";

    private ProxySettings() {}

    /** Throws {@link SettingRefused} for a value that is wrong. */
    static void check(EdgeProperties p, SipSettings sip) {
        of(p.proxy());
        aliases(p.sip(), sip.listen());
    }

    static ProxyConfig of(EdgeProperties.Proxy p) {
        Optional<String> route = p.emergencyRoute().map(String::strip).filter(text -> !text.isEmpty());
        if (route.isEmpty()) {
            return new ProxyConfig(p.recurse(), Optional.empty());
        }
        SipUri uri = SipUri.parse(route.get())
                .orElseThrow(() -> new SettingRefused(
                        EMERGENCY_KEY,
                        route.get(),
                        "must be a SIP URI, such as sip:psap.example.org or sip:112@192.0.2.5"));
        return new ProxyConfig(p.recurse(), Optional.of(uri));
    }

    /** The configured names, and every address that is listened on. */
    static List<Alias> aliases(SipProperties p, List<InetSocketAddress> listen) {
        List<Alias> aliases = new ArrayList<>();
        for (String text : p.aliases().orElse(List.of())) {
            if (!text.isBlank()) {
                aliases.add(alias(text.strip()));
            }
        }
        for (InetSocketAddress address : listen) {
            if (address.getAddress().isAnyLocalAddress()) {
                addressesOfThisMachine(address.getAddress() instanceof Inet6Address)
                        .forEach(own -> aliases.add(alias(own)));
            } else {
                aliases.add(alias(address.getAddress()));
            }
        }
        return List.copyOf(aliases);
    }

    private static Alias alias(String text) {
        SipUri uri = SipUri.parse("sip:" + text.toLowerCase(Locale.ROOT))
                .filter(read -> read.user().isEmpty()
                        && read.params().isEmpty()
                        && read.headers().isEmpty())
                .orElseThrow(() -> new SettingRefused(
                        ALIASES_KEY, text, "must be hosts or host:port, separated by commas; IPv6 in brackets"));
        return new Alias(uri.host(), Math.max(0, uri.port()));
    }

    private static Alias alias(InetAddress address) {
        String text = NetUtil.toAddressString(address);
        return new Alias(address instanceof Inet6Address ? "[" + text + "]" : text, 0);
    }

    private static List<InetAddress> addressesOfThisMachine(boolean six) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && (six || !(address instanceof Inet6Address)))
                    .toList();
        } catch (SocketException e) {
            throw new SettingRefused(
                    "p2psip.sip.listen",
                    "the wildcard",
                    "must be an address, as those of this machine are not told: " + e);
        }
    }
}

package org.p2psip.edge.service.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A name server on loopback that knows what a test tells it, and writes down what it is asked. */
public final class NameServer implements AutoCloseable {
    private record Data(int ttl, byte[] content) {}

    /** What was asked, as {@code SRV _sip._udp.example.org}. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Map<String, List<Data>> zone = new ConcurrentHashMap<>();
    private final Channel socket;
    private volatile boolean silent;
    private volatile boolean truncating;
    private volatile boolean failing;

    public NameServer() {
        socket = new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<NioDatagramChannel>() {
                    @Override
                    protected void initChannel(NioDatagramChannel channel) {
                        channel.pipeline()
                                .addLast(new DatagramDnsQueryDecoder())
                                .addLast(new DatagramDnsResponseEncoder())
                                .addLast(new DatagramAnswers());
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.localAddress();
    }

    /** It answers nothing any more. */
    public void silent() {
        silent = true;
    }

    /** It answers everything with SERVFAIL from now on. */
    public void failing() {
        failing = true;
    }

    /**
     * From now on a datagram says no more than that the answer does not fit into it (TC, RFC 1035 section 4.1.1); over
     * TCP all of it is there.
     */
    public NameServer truncating() {
        truncating = true;
        new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new TcpDnsQueryDecoder())
                                .addLast(new TcpDnsResponseEncoder())
                                .addLast(new StreamAnswers());
                    }
                })
                .bind(address())
                .syncUninterruptibly();
        return this;
    }

    public NameServer host(String name, int ttl, String address) {
        return add(
                DnsRecordType.A,
                name,
                ttl,
                Unpooled.wrappedBuffer(NetUtil.createByteArrayFromIpAddressString(address)));
    }

    public NameServer srv(String name, int ttl, int priority, int weight, int port, String target) {
        return add(DnsRecordType.SRV, name, ttl, nameTo(shorts(priority, weight, port), target));
    }

    public NameServer naptr(
            String name, int ttl, int order, int preference, String flags, String services, String replacement) {
        ByteBuf content = shorts(order, preference);
        text(content, flags);
        text(content, services);
        text(content, "");
        return add(DnsRecordType.NAPTR, name, ttl, nameTo(content, replacement));
    }

    /** A record with any content. */
    NameServer raw(DnsRecordType type, String name, byte[] content) {
        return add(type, name, 60, Unpooled.wrappedBuffer(content));
    }

    private NameServer add(DnsRecordType type, String name, int ttl, ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        zone.computeIfAbsent(type.name() + " " + name, any -> new ArrayList<>()).add(new Data(ttl, bytes));
        return this;
    }

    private static ByteBuf shorts(int... values) {
        ByteBuf content = Unpooled.buffer();
        for (int value : values) {
            content.writeShort(value);
        }
        return content;
    }

    private static void text(ByteBuf content, String text) {
        content.writeByte(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private static ByteBuf nameTo(ByteBuf content, String name) {
        if (!name.isEmpty()) {
            for (String label : name.split("\\.")) {
                text(content, label);
            }
        }
        return content.writeByte(0);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private static String name(DnsQuestion question) {
        return question.name().substring(0, question.name().length() - 1);
    }

    private <R extends DnsResponse> R filled(R response, DnsQuestion question) {
        String name = name(question);
        List<Data> found = zone.getOrDefault(question.type().name() + " " + name, List.of());
        if (failing) {
            response.setCode(DnsResponseCode.SERVFAIL);
        } else if (found.isEmpty()) {
            boolean known = zone.keySet().stream().anyMatch(key -> key.endsWith(" " + name));
            response.setCode(known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN);
        }
        for (Data data : failing ? List.<Data>of() : found) {
            response.addRecord(
                    DnsSection.ANSWER,
                    new DefaultDnsRawRecord(
                            question.name(), question.type(), data.ttl(), Unpooled.wrappedBuffer(data.content())));
        }
        return response;
    }

    private final class DatagramAnswers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            asked.add(question.type().name() + " " + name(question));
            if (silent) {
                return;
            }
            DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            context.writeAndFlush(truncating ? response.setTruncated(true) : filled(response, question));
        }
    }

    private final class StreamAnswers extends SimpleChannelInboundHandler<DnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            asked.add("TCP " + question.type().name() + " " + name(question));
            DnsResponse response = new DefaultDnsResponse(query.id());
            response.addRecord(DnsSection.QUESTION, question);
            context.writeAndFlush(filled(response, question));
        }
    }
}

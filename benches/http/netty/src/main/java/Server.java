import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.io.InputStream;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The same service on Netty with Jackson. Usage: Server PORT */
public final class Server {
    record User(@JsonProperty(required = true) String userId, @JsonProperty(required = true) String username,
            @JsonProperty(required = true) long age) {
    }

    record Answer(String message) {
    }

    static final ObjectMapper JSON = new ObjectMapper();
    static final Map<String, User> USERS = new ConcurrentHashMap<>();
    static final AsciiString NAME = AsciiString.cached("netty");
    /** Made once a second, as the other servers do: an origin server says when it has answered (RFC 9110, 6.6.1). */
    static volatile AsciiString date;

    static void tick() {
        date = new AsciiString(DateFormatter.format(new Date()));
    }

    @ChannelHandler.Sharable
    static final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws Exception {
            QueryStringDecoder uri = new QueryStringDecoder(request.uri());
            if (uri.path().equals("/hello")) {
                send(context, HttpResponseStatus.OK, new Answer("Hello, World!"));
            } else if (uri.path().equals("/user") && request.method().equals(HttpMethod.POST)) {
                post(context, request);
            } else if (uri.path().equals("/user")) {
                User user = USERS.get(uri.parameters().get("userId").get(0));
                send(context, user == null ? HttpResponseStatus.ACCEPTED : HttpResponseStatus.OK, user);
            } else {
                send(context, HttpResponseStatus.NOT_FOUND, new Answer("no such resource"));
            }
        }

        private static void post(ChannelHandlerContext context, FullHttpRequest request) throws Exception {
            try (InputStream body = new ByteBufInputStream(request.content())) {
                User user = JSON.readValue(body, User.class);
                USERS.put(user.userId(), user);
                send(context, HttpResponseStatus.CREATED, new Answer("User created successfully"));
            } catch (IOException e) {
                send(context, HttpResponseStatus.BAD_REQUEST, new Answer("bad user"));
            }
        }

        private static void send(ChannelHandlerContext context, HttpResponseStatus status, Object value)
                throws JsonProcessingException {
            ByteBuf body = value == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(JSON.writeValueAsBytes(value));
            DefaultFullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
            response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
            response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
            response.headers().set(HttpHeaderNames.SERVER, NAME);
            response.headers().set(HttpHeaderNames.DATE, date);
            context.write(response);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    public static void main(String[] args) throws Exception {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
        tick();
        group.next().scheduleAtFixedRate(Server::tick, 1, 1, TimeUnit.SECONDS);
        Handler handler = new Handler();
        new ServerBootstrap().group(group).channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(1 << 20), handler);
                }
            })
            .bind("127.0.0.1", Integer.parseInt(args[0])).sync().channel().closeFuture().sync();
    }
}

package io.siembridge.app.destination.syslog;

import io.siembridge.app.destination.Destination.Probe;
import io.siembridge.app.destination.Outcome;
import io.siembridge.app.destination.Outcomes;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * UDP, which promises nothing: accepted means sent. That nobody listens shows, if at all, when the next datagram is sent.
 */
final class DatagramLink implements Link {
    private final ServerAddress server;
    private @Nullable DatagramSocket socket;
    private boolean closed;

    DatagramLink(ServerAddress server) {
        this.server = server;
    }

    @Override
    public void send(List<Message> messages, Outcomes outcomes) {
        int next = 0;
        try {
            DatagramSocket connected = connected();
            for (; next < messages.size(); next++) {
                Message message = messages.get(next);
                outcomes.report(message.index(), send(connected, message.bytes()));
            }
        } catch (IOException e) {
            Outcome fault = fault(e);
            messages.subList(next, messages.size()).forEach(message -> outcomes.report(message.index(), fault));
            disconnect();
        }
    }

    @Override
    public Probe probe() {
        try {
            connected();
            return new Probe(true, "Datagrams can be sent to " + server + "; whether they arrive cannot be known");
        } catch (IOException e) {
            return new Probe(false, fault(e).reason());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
    }

    private Outcome send(DatagramSocket connected, byte[] bytes) throws IOException {
        try {
            connected.send(new DatagramPacket(bytes, bytes.length));
            return Outcome.accepted();
        } catch (IOException e) {
            if (tooLong(e)) {
                return Outcome.rejected("oversize: the network takes no datagram of " + bytes.length
                        + " bytes; lower max_event and replay");
            }
            throw e;
        }
    }

    /** The platform has no type for EMSGSIZE. */
    private static boolean tooLong(IOException e) {
        return e.getMessage() != null && e.getMessage().toLowerCase(Locale.ROOT).contains("too long");
    }

    /** A socket to where the name points now. Connected, because only then is a refusal reported. */
    private synchronized DatagramSocket connected() throws IOException {
        if (closed) {
            throw new IOException("the destination is closed");
        }
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(server.host());
        }
        if (socket != null && !address.equals(socket.getRemoteSocketAddress())) {
            disconnect();
        }
        if (socket == null) {
            socket = connect(address);
        }
        return socket;
    }

    private static DatagramSocket connect(SocketAddress address) throws IOException {
        DatagramSocket socket = new DatagramSocket();
        try {
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private synchronized void disconnect() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    private Outcome fault(IOException e) {
        return e instanceof PortUnreachableException
                ? Outcome.retry("Nobody listens at " + server)
                : ConnectionFault.of(server, e);
    }
}

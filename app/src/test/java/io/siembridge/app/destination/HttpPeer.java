package io.siembridge.app.destination;

import io.siembridge.app.destination.ScriptedHttpServer.Refusal;
import io.siembridge.app.destination.ScriptedHttpServer.Reply;
import io.siembridge.app.destination.ScriptedHttpServer.Request;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What peers of destinations that speak HTTP share: everything but what an event looks like to them. */
public abstract class HttpPeer implements ProtocolPeer {
    protected final ScriptedHttpServer server = new ScriptedHttpServer();
    private final List<String> uids = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour = Behaviour.ACCEPT;

    protected HttpPeer() throws IOException {
        server.answer(this::answer);
    }

    /** Takes what is in a request, calling {@link #received}. */
    protected abstract Reply take(Request request);

    protected abstract Reply takeAllButPoison(Request request);

    /** Refuses the credentials, and repeats them in its answer as careless servers do. */
    protected abstract Reply refuseCredentials(Request request);

    protected abstract Reply endless();

    public ScriptedHttpServer server() {
        return server;
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void behave(Behaviour newBehaviour) {
        behaviour = newBehaviour;
        server.refuse(
                switch (newBehaviour) {
                    case STALL -> Refusal.STALL;
                    case CUT_MID_MESSAGE -> Refusal.CUT;
                    default -> Refusal.NONE;
                });
    }

    @Override
    public List<String> receivedUids() {
        return uids;
    }

    @Override
    public void close() {
        server.close();
    }

    protected void received(String uid) {
        uids.add(uid);
    }

    private Reply answer(Request request) {
        return switch (behaviour) {
            case ACCEPT -> take(request);
            // Set while a connection was open already.
            case STALL, CUT_MID_MESSAGE -> Reply.hangUp();
            case CLOSE_AFTER_ACCEPTING -> {
                take(request);
                yield Reply.hangUp();
            }
            case ANSWER_GARBAGE -> Reply.raw("\u0001\u0002 what " + request.header("authorization") + "\r\n\r\n");
            case ANSWER_ENDLESSLY -> endless();
            case REFUSE_CREDENTIALS -> refuseCredentials(request);
            case BUSY -> Reply.of(503, "busy", "Retry-After: " + DestinationContract.PEERS_WAIT.toSeconds());
            case REFUSE_POISON -> takeAllButPoison(request);
        };
    }
}

package io.siembridge.app.destination;

import java.util.List;

/**
 * The other end of a destination's protocol: a real server on a real loopback socket, which can be told to misbehave. It
 * keeps its port over {@link #stop} and {@link #start}.
 */
public interface ProtocolPeer extends AutoCloseable {
    void start();

    /** Stops listening and cuts every connection. */
    void stop();

    void behave(Behaviour behaviour);

    /** {@code metadata.uid} of every event received and not refused, in order of arrival, repeats included. */
    List<String> receivedUids();

    @Override
    void close();

    /** How the peer treats what it gets. A peer leaves out what its protocol cannot express. */
    enum Behaviour {
        /** Takes everything. */
        ACCEPT,
        /** Takes connections and never reads or answers. */
        STALL,
        /** Cuts the connection in the middle of a message. */
        CUT_MID_MESSAGE,
        /** Reads a message whole, keeps it, and cuts before confirming. */
        CLOSE_AFTER_ACCEPTING,
        /** Answers with bytes that are not of the protocol. */
        ANSWER_GARBAGE,
        /** Answers without end. */
        ANSWER_ENDLESSLY,
        /** Refuses our credentials. */
        REFUSE_CREDENTIALS,
        /** Says that it is busy, and to come again in {@link DestinationContract#PEERS_WAIT}. */
        BUSY,
        /** Refuses for good every event with a text that is {@link TestEvents#POISON}, and takes the others. */
        REFUSE_POISON
    }
}

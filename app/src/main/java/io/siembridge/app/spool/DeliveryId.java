package io.siembridge.app.spool;

/**
 * One webhook owed to one destination.
 *
 * @param webhook receipt id
 */
public record DeliveryId(String webhook, String destination) {
    @Override
    public String toString() {
        return webhook + "/" + destination;
    }
}

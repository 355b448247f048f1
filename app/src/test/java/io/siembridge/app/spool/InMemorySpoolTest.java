package io.siembridge.app.spool;

class InMemorySpoolTest extends SpoolContract {
    @Override
    Spool create() {
        return new InMemorySpool(time, time.nanos(), listener, source -> WINDOW);
    }
}

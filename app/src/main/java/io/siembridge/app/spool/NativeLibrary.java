package io.siembridge.app.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where SQLite's driver unpacks its native library: the data folder, because the folder for temporary files is often mounted without
 * permission to execute. A process that is killed leaves its copy behind; the next one removes it.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER = "org.sqlite.tmpdir";
    private static final String LEFT_BEHIND = "sqlite-*sqlitejdbc*";

    private NativeLibrary() {}

    /** To be called under the spool's lock and before the driver is used. An operator's own setting stands. */
    static void keepIn(Path folder) {
        if (System.getProperty(FOLDER) != null || System.getProperty("org.sqlite.lib.path") != null) {
            return;
        }
        System.setProperty(FOLDER, folder.toString());
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, LEFT_BEHIND)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Copies of SQLite's library that earlier processes left in {} could not be removed", folder, e);
        }
    }
}

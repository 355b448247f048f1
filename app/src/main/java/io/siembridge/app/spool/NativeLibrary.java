package io.siembridge.app.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked into the data folder, because the folder for temporary files is often mounted without
 * permission to execute. The driver could unpack it too, and would then compare every byte of it with a single call. A process
 * that is killed leaves its copy behind; the next one removes it.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String DRIVERS_FOLDER = "org.sqlite.tmpdir";
    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    private static final String LEFT_BEHIND = "sqlite-*sqlitejdbc*";

    private NativeLibrary() {}

    /** To be called under the spool's lock and before the driver is used. An operator's own setting stands. */
    static void keepIn(Path folder) {
        if (System.getProperty(DRIVERS_FOLDER) != null || System.getProperty(FOLDER) != null) {
            return;
        }
        removeLeftBehind(folder);
        Path library = folder.resolve("sqlite-" + LibraryLoaderUtil.getNativeLibName());
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName())) {
            if (packed != null) {
                unpack(packed, library);
                System.setProperty(FOLDER, folder.toString());
                System.setProperty(NAME, library.getFileName().toString());
            }
        } catch (IOException e) {
            LOG.warn("SQLite's library could not be unpacked into {}; its driver tries elsewhere", folder, e);
        }
    }

    private static void removeLeftBehind(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, LEFT_BEHIND)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Copies of SQLite's library that earlier processes left in {} could not be removed", folder, e);
        }
    }

    private static void unpack(InputStream packed, Path library) throws IOException {
        PrivateFiles.createFile(library);
        library.toFile().deleteOnExit();
        try (OutputStream unpacked = Files.newOutputStream(library)) {
            packed.transferTo(unpacked);
        }
    }
}

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node in a process of its own, so that it can be killed.
 *
 * <p>The argument is its folder: there it finds its settings, in node.yml, and keeps its data. It ends when its standard
 * input does, so that it never outlives the tests that started it, however those end.
 */
public final class SingleNode {

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        try {
            OpenSearchRunner node = new OpenSearchRunner();
            node.onBuild((number, settings) -> {
                try {
                    settings.loadFromPath(folder.resolve("node.yml"));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            node.build("-numOfNode", "1", "-basePath", folder.toString(), "-disableESLogger");
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (Exception failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1); // threads of a node that came half-way would keep the process alive
        }
        Runtime.getRuntime().halt(0);
    }
}

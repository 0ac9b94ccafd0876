import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One query, as it stands in queries.tsv (records.py says what the columns are). */
record Asked(
    int number,
    String operator,
    List<String> words,
    Map<String, List<String>> condition,
    Map<String, List<String>> selected) {

  static List<Asked> read(Path path) throws IOException {
    List<Asked> found = new ArrayList<>();
    for (String line : Files.readAllLines(path)) {
      String[] column = line.split("\t", -1);
      List<String> words = column[3].isEmpty() ? List.of() : List.of(column[3].split(" "));
      found.add(
          new Asked(
              Integer.parseInt(column[0]), column[2], words, facets(column[4]), facets(column[5])));
    }
    return found;
  }

  /** {@code facet=value|facet=value} by facet. */
  static Map<String, List<String>> facets(String text) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    if (!text.isEmpty()) {
      for (String pair : text.split("\\|")) {
        int at = pair.indexOf('=');
        found
            .computeIfAbsent(pair.substring(0, at), name -> new ArrayList<>())
            .add(pair.substring(at + 1));
      }
    }
    return found;
  }
}

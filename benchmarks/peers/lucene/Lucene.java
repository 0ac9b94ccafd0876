import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.util.Version;

/**
 * Reads commands and answers in JSON, as protocol.py says; the arguments are the names of the
 * facets. Times are taken around a single query.
 */
public final class Lucene {
  private static final double SLOW_MS = 50; // protocol.py
  private static final List<String> WORKS = List.of("top10", "faceted_page", "count");
  private static final String SETTINGS =
      "one thread, forceMerge(1), no query cache; SortedSetDocValues facets and DrillSideways;"
          + " near is an ordered SpanNearQuery; timed inside the JVM after warming up";

  private final List<String> facets;
  private Search search;
  private List<Asked> queries;

  private Lucene(List<String> facets) {
    this.facets = facets;
  }

  public static void main(String[] facets) throws IOException {
    Lucene session = new Lucene(Arrays.asList(facets));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.println(session.answer(line.split("\t", -1)));
    }
  }

  private String answer(String[] command) throws IOException {
    switch (command[0]) {
      case "hello":
        return "{}";
      case "build":
        double seconds = Build.run(Path.of(command[1]), Path.of(command[2]), facets);
        return String.format(Locale.ROOT, "{\"seconds\": %.6f}", seconds);
      case "open":
        search = new Search(Path.of(command[2]), facets);
        queries = Asked.read(Path.of(command[3]));
        return String.format(
            "{\"version\": \"Lucene %s, Java %s\", \"settings\": %s, \"unlike\": []}",
            Version.LATEST, Runtime.version().feature(), quoted(SETTINGS));
      case "warm":
        warm(Double.parseDouble(command[1]));
        return "{}";
      case "answers":
        return answers(command[1], numbered(command, 2));
      case "measure":
        return measure(command[1], Integer.parseInt(command[2]), numbered(command, 3));
      default:
        throw new IllegalArgumentException("unknown command " + command[0]);
    }
  }

  private Object run(String work, Asked asked) throws IOException {
    switch (work) {
      case "top10":
        return search.top10(asked);
      case "count":
        return search.count(asked);
      default:
        return search.facetedPage(asked);
    }
  }

  private void warm(double seconds) throws IOException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      for (String work : WORKS) {
        for (Asked asked : queries) {
          run(work, asked);
        }
      }
    }
  }

  private List<Asked> numbered(String[] command, int skipped) {
    return Arrays.stream(command)
        .skip(skipped)
        .map(number -> queries.get(Integer.parseInt(number)))
        .toList();
  }

  private String answers(String work, List<Asked> asked) throws IOException {
    List<String> answers = new ArrayList<>();
    for (Asked one : asked) {
      answers.add(json(run(work, one)));
    }
    return "{\"answers\": " + answers + "}";
  }

  private String measure(String work, int repetitions, List<Asked> asked) throws IOException {
    List<List<String>> times = new ArrayList<>();
    for (Asked one : asked) {
      times.add(new ArrayList<>());
    }
    double left = repetitions * SLOW_MS;
    for (int done = 0; left > 0 && done < repetitions + asked.size(); done += asked.size()) {
      for (int n = 0; n < asked.size(); n++) {
        long started = System.nanoTime();
        run(work, asked.get(n));
        double ms = (System.nanoTime() - started) / 1e6;
        times.get(n).add(String.format(Locale.ROOT, "%.6f", ms));
        left -= ms;
      }
    }
    // The first round warms up.
    List<List<String>> counting =
        times.stream().map(mine -> mine.size() > 1 ? mine.subList(1, mine.size()) : mine).toList();
    return "{\"ms\": " + counting + "}";
  }

  private static String json(Object answer) {
    if (answer instanceof Search.Page page) {
      String facets =
          page.facets().stream()
              .map(facet -> quoted(facet.dim) + ": {" + values(facet) + "}")
              .collect(Collectors.joining(", "));
      return String.format(
          "{\"total\": %d, \"hits\": %s, \"facets\": {%s}}",
          page.total(), hits(page.hits()), facets);
    }
    if (answer instanceof List<?> found) {
      return "{\"hits\": " + hits(found) + "}";
    }
    return "{\"total\": " + answer + "}";
  }

  private static String values(FacetResult facet) {
    return Arrays.stream(facet.labelValues)
        .map(value -> quoted(value.label) + ": " + value.value.intValue())
        .collect(Collectors.joining(", "));
  }

  private static String hits(List<?> found) {
    return found.stream()
        .map(hit -> (Search.Hit) hit)
        .map(hit -> String.format(Locale.ROOT, "[%s, %f]", quoted(hit.id()), hit.score()))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}

import java.util.Map;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.facet.FacetsConfig;

/** What indexing and searching have to agree on. */
final class Schema {
  static final int PAGE_GAP = 128; // records.py
  static final String BODY = "body";
  static final String ID = "id";

  private Schema() {}

  /** Words are finished: they are only parted at spaces. Pages are values of one field. */
  static Analyzer analyzer() {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        return new TokenStreamComponents(new WhitespaceTokenizer());
      }

      @Override
      public int getPositionIncrementGap(String field) {
        return PAGE_GAP;
      }
    };
  }

  /** Every facet may have several values. */
  static FacetsConfig facets(Iterable<String> names) {
    FacetsConfig config = new FacetsConfig();
    for (String name : names) {
      config.setMultiValued(name, true);
    }
    return config;
  }
}

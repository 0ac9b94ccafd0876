import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.facet.DrillDownQuery;
import org.apache.lucene.facet.DrillSideways;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.spans.SpanNearQuery;
import org.apache.lucene.search.spans.SpanQuery;
import org.apache.lucene.search.spans.SpanTermQuery;
import org.apache.lucene.store.FSDirectory;

/** Answers queries over one open index. */
final class Search {
  private static final int BEST = 10; // records.py
  private static final int NEAR = 5; // records.py
  private static final int MOST_VALUES = 1000;
  private static final int MOST_SPELLINGS = FuzzyQuery.defaultMaxExpansions;

  /** Id and score. */
  record Hit(String id, float score) {}

  /** Number of all hits, the best ten, counts of all facets. */
  record Page(long total, List<Hit> hits, List<FacetResult> facets) {}

  private final IndexSearcher searcher;
  private final FacetsConfig config;
  private final SortedSetDocValuesReaderState state;
  private final List<String> facets;

  Search(Path folder, List<String> facets) throws IOException {
    this.facets = facets;
    config = Schema.facets(facets);
    DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder));
    searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    searcher.setQueryCache(null); // the same query comes again and again here: no cache of answers
    state = new DefaultSortedSetDocValuesReaderState(reader);
  }

  List<Hit> top10(Asked asked) throws IOException {
    return hits(searcher.search(narrowed(asked), BEST));
  }

  int count(Asked asked) throws IOException {
    return searcher.count(narrowed(asked));
  }

  Page facetedPage(Asked asked) throws IOException {
    if (asked.operator().equals("everything")
        && asked.condition().isEmpty()
        && asked.selected().isEmpty()) {
      Facets counts = new SortedSetDocValuesFacetCounts(state); // its way to count everything
      TopDocs found = searcher.search(new MatchAllDocsQuery(), BEST);
      return new Page(searcher.getIndexReader().numDocs(), hits(found), children(counts));
    }
    DrillDownQuery query = new DrillDownQuery(config, base(asked));
    for (Map.Entry<String, List<String>> chosen : asked.selected().entrySet()) {
      for (String value : chosen.getValue()) {
        query.add(chosen.getKey(), value);
      }
    }
    TopScoreDocCollector best = TopScoreDocCollector.create(BEST, Integer.MAX_VALUE);
    Facets counts = new DrillSideways(searcher, config, state).search(query, best).facets;
    TopDocs found = best.topDocs();
    return new Page(found.totalHits.value, hits(found), children(counts));
  }

  private List<FacetResult> children(Facets counts) throws IOException {
    List<FacetResult> found = new ArrayList<>();
    for (String facet : facets) {
      FacetResult children = counts.getTopChildren(MOST_VALUES, facet);
      if (children != null) {
        found.add(children);
      }
    }
    return found;
  }

  private List<Hit> hits(TopDocs found) throws IOException {
    List<Hit> hits = new ArrayList<>();
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    for (ScoreDoc hit : found.scoreDocs) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      BinaryDocValues ids = DocValues.getBinary(leaf.reader(), Schema.ID);
      ids.advanceExact(hit.doc - leaf.docBase);
      hits.add(new Hit(ids.binaryValue().utf8ToString(), hit.score));
    }
    return hits;
  }

  /** The question with its condition. */
  private Query base(Asked asked) {
    if (asked.condition().isEmpty()) {
      return words(asked);
    }
    return filtered(words(asked), asked.condition());
  }

  /** The question with all that narrows it. */
  private Query narrowed(Asked asked) {
    if (asked.selected().isEmpty()) {
      return base(asked);
    }
    return filtered(base(asked), asked.selected());
  }

  private Query filtered(Query query, Map<String, List<String>> facets) {
    BooleanQuery.Builder both = new BooleanQuery.Builder().add(query, Occur.MUST);
    for (Map.Entry<String, List<String>> facet : facets.entrySet()) {
      String field = config.getDimConfig(facet.getKey()).indexFieldName;
      BooleanQuery.Builder values = new BooleanQuery.Builder();
      for (String value : facet.getValue()) {
        Term term = DrillDownQuery.term(field, facet.getKey(), value);
        values.add(new TermQuery(term), Occur.SHOULD);
      }
      both.add(values.build(), Occur.FILTER);
    }
    return both.build();
  }

  private static Query words(Asked asked) {
    List<String> words = asked.words();
    switch (asked.operator()) {
      case "everything":
        return new MatchAllDocsQuery();
      case "phrase":
        return new PhraseQuery(Schema.BODY, words.toArray(new String[0]));
      case "near":
        SpanQuery[] parts =
            words.stream().map(word -> new SpanTermQuery(term(word))).toArray(SpanQuery[]::new);
        return new SpanNearQuery(parts, NEAR, true);
      case "prefix":
        return new PrefixQuery(term(words.get(0)));
      case "fuzzy":
        return new FuzzyQuery(term(words.get(0)), 1, 1, MOST_SPELLINGS, false);
      default:
        if (words.size() == 1) {
          return new TermQuery(term(words.get(0)));
        }
        Occur occur = asked.operator().equals("any") ? Occur.SHOULD : Occur.MUST;
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        words.forEach(word -> all.add(new TermQuery(term(word)), occur));
        return all.build();
    }
  }

  private static Term term(String word) {
    return new Term(Schema.BODY, word);
  }
}

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** Indexes documents with one thread into one segment. */
final class Build {
  private static final int BUFFER_MB = 1024;

  private Build() {}

  /** Seconds that indexing takes, without reading the file. */
  static double run(Path documents, Path folder, Iterable<String> facetNames) throws IOException {
    FacetsConfig facets = Schema.facets(facetNames);
    FieldType body = new FieldType();
    body.setTokenized(true);
    body.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    body.freeze();
    IndexWriterConfig config = new IndexWriterConfig(Schema.analyzer());
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setRAMBufferSizeMB(BUFFER_MB);
    config.setUseCompoundFile(false);
    config.setMergeScheduler(new SerialMergeScheduler()); // one thread for all engines
    long reading = 0;
    long started = System.nanoTime();
    try (FSDirectory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader reader = Files.newBufferedReader(documents)) {
      while (true) {
        long before = System.nanoTime();
        String line = reader.readLine();
        String[] column = line == null ? null : line.split("\t", -1);
        Map<String, List<String>> values = line == null ? null : Asked.facets(column[1]);
        reading += System.nanoTime() - before;
        if (line == null) {
          break;
        }
        Document document = new Document();
        document.add(new BinaryDocValuesField(Schema.ID, new BytesRef(column[0])));
        for (String page : column[2].split("\f")) {
          document.add(new Field(Schema.BODY, page, body));
        }
        for (Map.Entry<String, List<String>> facet : values.entrySet()) {
          for (String value : facet.getValue()) {
            document.add(new SortedSetDocValuesFacetField(facet.getKey(), value));
          }
        }
        writer.addDocument(facets.build(document));
      }
      writer.forceMerge(1);
      writer.commit();
    }
    return (System.nanoTime() - started - reading) / 1e9;
  }
}

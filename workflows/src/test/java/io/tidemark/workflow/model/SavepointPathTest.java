package io.tidemark.workflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavepointPathTest {

  @ParameterizedTest
  @DisplayName("R19 spellings of one place are equal")
  @ValueSource(
      strings = {
        "file:/d/s-1",
        "file:///d/s-1",
        "FILE:/d/s-1/",
        "file:/d//s-1///",
        "file:/d/./s-1",
        "file:/d/x/../s-1",
        "file:/../../d/s-1",
        "file:/d/s-1/_metadata",
        " file:/d/s-1 ",
      })
  void normalised(String text) {
    var path = SavepointPath.of(text);

    assertThat(path).isEqualTo(new SavepointPath("file", "", "/d/s-1"));
    assertThat(path.hash()).isEqualTo(SavepointPath.of("/d/s-1").hash());
  }

  @ParameterizedTest(name = "{0} in {1}: within {2}, below {3}")
  @DisplayName("R19 a path lies in a directory by whole names, on the same file system")
  @CsvSource({
    "file:/d/s-1, file:///d, true, true",
    "/d/s-1, file:/d/, true, true",
    "file:/d/a/b, /d, true, true",
    "file:/d, file:/d, true, false",
    "file:/dd/s-1, file:/d, false, false",
    "file:/d/../e/s-1, file:/d, false, false",
    "file:/d/../../d/s-1, file:/d, true, true",
    "file:/d/..%2fe/s-1, file:/d, true, true",
    "s3://b/d/s-1, s3://b/d, true, true",
    "s3://b/d/s-1, s3://b, true, true",
    "s3://c/d/s-1, s3://b/d, false, false",
    "s3a://b/d/s-1, s3://b/d, false, false",
    "hdfs://n:8020/d/s, hdfs://n/d, false, false",
    "s3://b/d/s-1, /d, false, false",
    "/s-1, /, true, true",
    "d/s-1, /d, false, false",
  })
  void within(String path, String directory, boolean within, boolean below) {
    assertThat(SavepointPath.of(path).isWithin(SavepointPath.of(directory))).isEqualTo(within);
    assertThat(SavepointPath.of(path).isBelow(SavepointPath.of(directory))).isEqualTo(below);
  }

  @ParameterizedTest(name = "{0} and {1}: {2}")
  @DisplayName("R19 in doubt two paths are one place, and always share the hash then")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # one place, spelled differently
          s3://b/d/s-1 | s3://b/d/s-1 | true
          s3://b/d/s-1 | s3://b/d/s-1/_metadata | true
          s3://b/d/s-1 | s3://b//d/./s-1/ | true
          s3://b/d/s-1 | s3://b/d/x/../s-1 | true
          s3://b/d/s-1 | s3a://b/d/s-1 | true
          s3://b/d/s-1 | s3n://b/d/s-1 | true
          s3a://b/d/s-1 | s3n://b/d/s-1 | true
          S3://b/d/s-1 | s3://b/d/s-1 | true
          s3://B/d/s-1 | s3://b/d/s-1 | true
          s3n://key:secret@b/d/s-1 | s3a://b/d/s-1 | true
          file:/d/s-1 | file:///d/s-1 | true
          file:/d/s-1 | file://localhost/d/s-1 | true
          file:/d/s-1 | FILE:/d/s-1/_metadata | true
          hdfs://nn:8020/d/s-1 | hdfs://nn:8020/d/s-1 | true
          hdfs://NN.example.com:8020/d/s-1 | hdfs://nn.example.com:8020/d/s-1 | true
          wasb://c@acc.blob.core.windows.net/d/s-1 | wasbs://c@acc.blob.core.windows.net/d/s-1 | true
          abfs://c@acc.dfs.core.windows.net/d/s-1 | abfss://c@acc.dfs.core.windows.net/d/s-1 | true
          wasbs://c@acc.blob.core.windows.net/d/s-1 | abfss://c@acc.dfs.core.windows.net/d/s-1 | true
          abfss://c@ACC.dfs.core.windows.net/d/s-1 | abfss://c@acc.dfs.core.windows.net/d/s-1 | true
          oss://b/d/s-1 | oss://b/d/s-1 | true
          oss://b.oss-cn-hangzhou.aliyuncs.com/d/s-1 | oss://b/d/s-1 | true
          oss://id:key@b/d/s-1 | oss://b/d/s-1 | true
          gs://b/d/s-1 | gs://b/d/s-1 | true
          gs://B/d/s-1 | gs://b/d/s-1 | true
          # in doubt, they are one
          /d/s-1 | s3://b/d/s-1 | true
          /d/s-1 | hdfs://nn:8020/d/s-1 | true
          /d/s-1 | file:/d/s-1 | true
          /d/s-1 | abfss://c@acc.dfs.core.windows.net/d/s-1 | true
          /d/s-1 | /d/s-1/ | true
          hdfs://nn:8020/d/s-1 | hdfs:///d/s-1 | true
          hdfs://nn:8020/d/s-1 | hdfs://nn/d/s-1 | true
          hdfs://nn:8020/d/s-1 | hdfs://nn:9000/d/s-1 | true
          hdfs://nn1:8020/d/s-1 | hdfs://nn2:8020/d/s-1 | true
          hdfs://nameservice1/d/s-1 | hdfs://nn1:8020/d/s-1 | true
          viewfs://cluster/d/s-1 | hdfs://nn:8020/d/s-1 | true
          viewfs:///d/s-1 | hdfs:///d/s-1 | true
          webhdfs://nn:50070/d/s-1 | hdfs://nn:8020/d/s-1 | true
          swebhdfs://nn:50470/d/s-1 | webhdfs://nn:50070/d/s-1 | true
          gs://b/d/s-1 | s3://b/d/s-1 | true
          cosn://b/d/s-1 | obs://b/d/s-1 | true
          # different places
          s3://b/d/s-1 | s3://c/d/s-1 | false
          s3://b/d/s-1 | s3a://c/d/s-1 | false
          s3://b/d/s-1 | s3://b/d/s-2 | false
          s3://b/d/s-1 | s3://b/e/s-1 | false
          s3://b/d/s-1 | s3://b/D/s-1 | false
          s3://b/d/s-1 | s3://b/d/s-1/x | false
          s3://b/d/s-1 | s3://b/d | false
          s3://b/d/s-1 | s3://b.c/d/s-1 | false
          s3://b/d/s-1 | /d/s-2 | false
          /d/s-1 | /e/s-1 | false
          file:/d/s-1 | file:/d/s-2 | false
          file:/d/s-1 | hdfs:///d/s-1 | false
          file:/d/s-1 | s3://b/d/s-1 | false
          hdfs://nn:8020/d/s-1 | hdfs://nn:8020/d/s-2 | false
          hdfs://nn:8020/d/s-1 | s3://b/d/s-1 | false
          hdfs:///d/s-1 | gs://b/d/s-1 | false
          viewfs://cluster/d/s-1 | hdfs://nn:8020/e/s-1 | false
          wasbs://c@acc.blob.core.windows.net/d/s-1 | wasbs://e@acc.blob.core.windows.net/d/s-1 | false
          wasbs://c@acc.blob.core.windows.net/d/s-1 | wasbs://c@other.blob.core.windows.net/d/s-1 | false
          abfss://c@acc.dfs.core.windows.net/d/s-1 | wasbs://e@acc.blob.core.windows.net/d/s-1 | false
          abfss://c@acc.dfs.core.windows.net/d/s-1 | abfss://c@acc.dfs.core.windows.net/d/s-2 | false
          oss://b/d/s-1 | oss://c/d/s-1 | false
          oss://b.oss-cn-hangzhou.aliyuncs.com/d/s-1 | oss://c.oss-cn-hangzhou.aliyuncs.com/d/s-1 | false
          gs://b/d/s-1 | gs://c/d/s-1 | false
          gs://b/d/s-1 | s3://c/d/s-1 | false
          """)
  void mayEqual(String path, String other, boolean can) {
    assertThat(SavepointPath.of(path).mayEqual(SavepointPath.of(other))).isEqualTo(can);
    assertThat(SavepointPath.of(other).mayEqual(SavepointPath.of(path))).isEqualTo(can);
    if (can) {
      assertThat(SavepointPath.of(path).hash()).isEqualTo(SavepointPath.of(other).hash());
    }
  }

  @ParameterizedTest(name = "{0} below {1}: {2}")
  @DisplayName("R18 in doubt a savepoint lies below its attempt's directory")
  @CsvSource({
    "hdfs://nn:8020/sp/x, hdfs:///sp, true",
    "s3a://b/sp/x, s3://b/sp, true",
    "file:/sp/x, /sp, true",
    "hdfs://nn:8020/spare/x, hdfs:///sp, false",
    "s3://c/sp/x, s3://b/sp, false",
    "s3://b/sp, s3://b/sp, false",
  })
  void mayBeBelow(String path, String directory, boolean can) {
    assertThat(SavepointPath.of(path).mayBeBelow(SavepointPath.of(directory))).isEqualTo(can);
  }

  @ParameterizedTest
  @DisplayName("R19 whatever a resource says can be read, and names no other place than it says")
  @ValueSource(strings = {"", ":", "a b", "1:b/c", "a:b:c", "s3:", "%zz", "..", "\u0000", "\\\\x"})
  void anyText(String text) {
    var path = SavepointPath.of(text);

    assertThat(path.hash()).hasSize(32);
    assertThat(path.isBelow(SavepointPath.of("/d"))).isFalse();
  }

  @Test
  @DisplayName("R18 a savepoint of an attempt's own directory lies directly in it")
  void directlyIn() {
    var path = SavepointPath.of("s3://b/d/abc/savepoint-1");

    assertThat(path.isDirectlyIn("abc")).isTrue();
    assertThat(path.isDirectlyIn("bc")).isFalse();
    assertThat(path.isDirectlyIn("d")).isFalse();
    assertThat(SavepointPath.of("abc").isDirectlyIn("abc")).isFalse();
  }
}

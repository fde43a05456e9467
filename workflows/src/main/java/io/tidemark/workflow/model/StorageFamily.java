package io.tidemark.workflow.model;

import java.util.Locale;

/**
 * The storage systems whose file system schemes have several names (R19). In doubt, two authorities
 * of a family are one place.
 */
enum StorageFamily {
  S3,
  AZURE,
  HDFS,
  OSS,
  FILE,
  /** Any other scheme. */
  OTHER;

  /** Returns the family of a scheme, which is in lower case. */
  static StorageFamily of(String scheme) {
    return switch (scheme) {
      case "s3", "s3a", "s3n" -> S3;
      case "wasb", "wasbs", "abfs", "abfss" -> AZURE;
      case "hdfs", "viewfs", "webhdfs", "swebhdfs" -> HDFS;
      case "oss" -> OSS;
      case "file" -> FILE;
      default -> OTHER;
    };
  }

  /** Returns whether two authorities of the family may be one place. The case never counts. */
  boolean same(String authority, String other) {
    return place(authority.toLowerCase(Locale.ROOT)).equals(place(other.toLowerCase(Locale.ROOT)));
  }

  /** Returns the part of an authority that tells two places of the family apart. */
  private String place(String authority) {
    return switch (this) {
      // Old spellings carry credentials before the bucket.
      case S3 -> host(authority);
      // container@account.blob… and container@account.dfs… are one place.
      case AZURE -> user(authority) + firstName(host(authority));
      // A bucket, with or without its endpoint.
      case OSS -> firstName(host(authority));
      // A name node, its port, a nameservice, a mount table or nothing may all lead to one place.
      case HDFS, FILE -> "";
      case OTHER -> authority;
    };
  }

  private static String user(String authority) {
    return authority.substring(0, authority.indexOf('@') + 1);
  }

  private static String host(String authority) {
    return authority.substring(authority.indexOf('@') + 1);
  }

  private static String firstName(String host) {
    var end = host.indexOf('.');
    return end < 0 ? host : host.substring(0, end);
  }
}

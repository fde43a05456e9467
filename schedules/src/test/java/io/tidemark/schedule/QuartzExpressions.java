package io.tidemark.schedule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Quartz expressions with every element of the syntax, the same ones in each run. */
public final class QuartzExpressions {
  private static final int GENERATED = 400;

  private static final List<String> SECONDS =
      List.of("0", "0", "30", "*/20", "5,35", "10-12", "50-5/5", "0/30", "/45");
  private static final List<String> MINUTES =
      List.of("0", "15", "*/15", "0/15", "5/20", "10-20", "50-10/5", "0,30", "3-9/3", "/10", "*");
  private static final List<String> HOURS =
      List.of("12", "0", "*/6", "8-18", "22-4", "22-4/2", "6,18", "9/5", "1-7/3,23", "*");
  private static final List<String> DAYS_OF_MONTH =
      List.of(
          "1",
          "29",
          "30",
          "31",
          "*",
          "1,15",
          "10-20/5",
          "28-3",
          "25-5/3",
          "*/10",
          "5/7",
          "L",
          "L-1",
          "L-3",
          "L-27",
          "L-28",
          "L-29",
          "L-30",
          "LW",
          "L-1W",
          "L-3W",
          "L-30W",
          "1W",
          "2W",
          "15W",
          "28W",
          "29W",
          "30W",
          "31W",
          "L,15",
          "1,LW",
          "15W,20",
          "14W,15W",
          "L-2,L,3-5");
  private static final List<String> MONTHS =
      List.of(
          "*",
          "*",
          "2",
          "FEB",
          "1,3,5",
          "JAN-MAR",
          "11-2",
          "NOV-FEB",
          "*/3",
          "2/2",
          "6-12/3",
          "FEB,JUN-AUG");
  private static final List<String> DAYS_OF_WEEK =
      List.of(
          "MON",
          "6",
          "MON-FRI",
          "2-6",
          "FRI-MON",
          "6-2",
          "L",
          "6L",
          "FRIL",
          "1L",
          "7L",
          "SUNL",
          "6#3",
          "FRI#1",
          "2#5",
          "1#5",
          "MON#2",
          "7#4",
          "1,7",
          "MON,WED-FRI",
          "*/2",
          "3/2",
          "2-6/2",
          "7-3/2",
          "*",
          "sat");
  private static final List<String> YEARS =
      List.of(
          "",
          "",
          " *",
          " 2024",
          " 2024-2030",
          " 2024/4",
          " 2023,2028,2032",
          " */10",
          " 2026-2040/7",
          " 2095-2100");

  /** Edge cases by hand: leap days, month ends, wraps, overlaps, spaces and cases. */
  public static final List<String> EDGE_CASES =
      List.of(
          "0 0 12 29 2 ?",
          "0 0 12 29 2 ? 2096-2100",
          "0 0 12 L 2 ?",
          "0 0 12 L 2 ? 2095-2100",
          "0 0 12 LW 2 ?",
          "0 0 12 L-28 2 ?",
          "0 0 12 L-28W 2 ?",
          "0 0 12 28W 2 ?",
          "0 0 12 29W 2 ?",
          "0 0 12 31W * ?",
          "0 0 12 30W * ?",
          "0 0 12 1W * ?",
          "0 0 0 1W 1 ?",
          "59 59 23 LW 12 ?",
          "59 59 23 31 12 ?",
          "0 0 12 ? * 1#5",
          "0 0 12 ? 2 6#5",
          "0 0 12 ? 2 2L",
          "0 0 12 ? * 7L",
          "0 0 12 ? * L",
          "0 0 12 L,LW,31 * ?",
          "0 0 12 15W,16W,17W * ?",
          "0 0/15 8-18 15W * ?",
          "*/10 59 23 1W * ?",
          "0 0 23-1 LW * ?",
          "0 0 0 28-3 2 ?",
          "0 59-1 23-0 L * ?",
          "0 0 12 ? * SAT-SUN",
          "0 0 12 ? * 7-1",
          "0 0 12 ? * 7-7",
          "0 0 12 ? DEC-JAN FRI-MON 2024-2026",
          "* * * * * ?",
          "0 0 0 1 1 ? 2100",
          "59 59 23 31 12 ? 2100",
          "0 0 12 30 2,4 ?",
          "0  0\t12 l * ?",
          "0 0 12 lw Feb ?",
          "0 0 12 ? * friL",
          "0 0 12 ? * Mon#1",
          "0 05 03 01 01 ?",
          "0 0 0 31 4-12/7 ?",
          "0 0 12 */31 * ?",
          "0 0 12 31/1 * ?",
          "0 0 12 ? */12 2");

  private QuartzExpressions() {}

  /** Generates expressions with each element at least once, the others from a fixed seed. */
  public static Set<String> generated() {
    var random = new Random(5);
    var expressions = new LinkedHashSet<String>();
    IntStream.range(0, GENERATED).mapToObj(i -> generated(i, random)).forEach(expressions::add);
    return expressions;
  }

  private static String generated(int i, Random random) {
    var ofMonth = i % 2 == 0;
    var days = ofMonth ? nth(DAYS_OF_MONTH, i / 2) : "?";
    var weekdays = ofMonth ? "?" : nth(DAYS_OF_WEEK, i / 2);
    var time =
        String.join(" ", oneOf(SECONDS, random), oneOf(MINUTES, random), oneOf(HOURS, random));
    return time + " " + days + " " + oneOf(MONTHS, random) + " " + weekdays + oneOf(YEARS, random);
  }

  private static String nth(List<String> elements, int i) {
    return elements.get(i % elements.size());
  }

  private static String oneOf(List<String> elements, Random random) {
    return elements.get(random.nextInt(elements.size()));
  }
}

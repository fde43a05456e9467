package io.tidemark.dev;

import java.nio.file.Path;

/** A JVM that has a stack, says so and waits to be killed. */
final class StackOwner {
  private StackOwner() {}

  public static void main(String[] args) throws Exception {
    try (var stack = DevStack.builder().directory(Path.of(args[0])).temporal().start()) {
      System.out.println("ready at " + stack.temporal().address());
      Thread.currentThread().join();
    }
  }
}

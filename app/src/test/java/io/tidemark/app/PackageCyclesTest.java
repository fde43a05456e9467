package io.tidemark.app;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PackageCyclesTest {

  @Test
  @DisplayName("No package of the product depends on one that depends on it")
  void packagesHaveNoCycles() {
    var product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tidemark");

    slices().matching("io.tidemark.(**)").should().beFreeOfCycles().check(product);
  }
}

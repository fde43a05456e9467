# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# CI runs the gates and tests. This only builds the program.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode package -Prelease --projects app --also-make -Dmaven.test.skip \
    -Dspotless.check.skip -Dcheckstyle.skip -Denforcer.skip -Dmdep.analyze.skip -Dforbiddenapis.skip

# On Java 25, thousands of waiting snapshots use virtual threads instead of operating system threads.
FROM eclipse-temurin:25-jre
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Tidemark" \
      org.opencontainers.image.description="Flink savepoints and checkpoints on Kubernetes as durable Temporal workflows" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /src/app/target/tidemark.jar /opt/tidemark/tidemark.jar
COPY --from=build /src/app/target/bom.json /opt/tidemark/bom.json
# Classes are loaded and linked here, once: a start then takes half of the processor time. Nothing answers, so the check fails, but it has loaded most of what a server needs.
RUN TEMPORAL_ADDRESS=127.0.0.1:1 KUBERNETES_MASTER=http://127.0.0.1:1 \
    java --sun-misc-unsafe-memory-access=allow -XX:AOTCacheOutput=/opt/tidemark/tidemark.aot -jar /opt/tidemark/tidemark.jar check > /dev/null 2>&1; \
    test -s /opt/tidemark/tidemark.aot
# A numeric user, so that Kubernetes can verify that it is not root.
USER 10001:10001
EXPOSE 8080
# Without the cache, or where it does not fit, the start is slower, and logs nothing but JSON.
# The heap leaves memory for code, threads and buffers. Only /tmp is written to, by native libraries that unpack themselves.
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=65", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-XX:AOTCache=/opt/tidemark/tidemark.aot", "-Xlog:aot*=off", "-jar", "/opt/tidemark/tidemark.jar"]
CMD ["server"]

# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
ARG SOURCE_DATE_EPOCH=315532800
WORKDIR /src
COPY . .
# CI runs the gates and tests. This only builds the program.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode package -Prelease --projects app --also-make -Dmaven.test.skip \
    -Dspotless.check.skip -Dcheckstyle.skip -Denforcer.skip -Dmdep.analyze.skip -Dforbiddenapis.skip && \
    touch --date "@$SOURCE_DATE_EPOCH" app/target/tidemark.jar

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
COPY --from=build /src/app/src/main/image/classes.lst /opt/tidemark/classes.lst
# Classes are loaded and linked here, once: a start then takes half of the processor time. The same jar with the same time, list and collector give the same bytes.
RUN java -Xshare:dump -Xlog:disable -XX:+UseG1GC -Xmx128m -XX:SharedClassListFile=/opt/tidemark/classes.lst \
    -XX:SharedArchiveFile=/opt/tidemark/tidemark.jsa -cp /opt/tidemark/tidemark.jar
# A numeric user, so that Kubernetes can verify that it is not root.
USER 10001:10001
EXPOSE 8080
# Without the archive, or where it does not fit, the start is slower, and logs nothing but JSON.
# The heap leaves memory for code, threads and buffers. Only /tmp is written to, by native libraries that unpack themselves.
ENTRYPOINT ["java", "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=65", "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-XX:SharedArchiveFile=/opt/tidemark/tidemark.jsa", "-Xlog:cds=off", "-jar", "/opt/tidemark/tidemark.jar"]
CMD ["server"]

# The two commands of the README are `make demo` and `make verify`; each provides what it needs.
MVN ?= mvn
FAST = -Dspotless.check.skip -Dcheckstyle.skip -Denforcer.skip -Dmdep.analyze.skip -Dforbiddenapis.skip -Dmaven.test.skip
property = $(shell sed -n 's:.*<$(1)>\(.*\)</.*:\1:p' pom.xml)

.PHONY: demo verify crash-matrix histories bench neighbours soak scale chart tools build format clean

# What the demo and the measurements run; tests need all programs.
demo bench soak scale: PROGRAMS = etcd kube-apiserver kubectl temporal
neighbours: PROGRAMS = etcd kube-apiserver kube-controller-manager kubectl temporal
chart: PROGRAMS = helm

demo: tools build  ## A savepoint of a real Flink job on an embedded stack; ONCE=1 ends after it.
	@java -cp "dev/target/classes:$$(cat dev/target/classpath.txt)" io.tidemark.dev.Demo $(if $(ONCE),--once)

verify: tools  ## Every gate and every test, unit to end to end, all components real.
	$(MVN) --batch-mode verify

crash-matrix: tools  ## Each fault at each step, with 50 snapshots a cell; takes an hour. SNAPSHOTS=n for n, CELLS=regex for some.
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=CrashMatrixE2E -Dfailsafe.failIfNoSpecifiedTests=false -Dtidemark.crash.cell-by-cell=true \
	  -Dtidemark.crash.snapshots=$(or $(SNAPSHOTS),50) '-Dtidemark.crash.cells=$(or $(CELLS),.*)'

histories: tools  ## Records the workflow histories that this release lacks; VERSION=x.y.z unless that of the pom.
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=HistoryRecording -Dfailsafe.failIfNoSpecifiedTests=false \
	  -Dtidemark.version=$(or $(VERSION),$(firstword $(subst -SNAPSHOT,,$(call property,version))))

bench: tools build  ## Measures Tidemark against plain REST on the same cluster; BENCH="--help" shows the options.
	@java -cp "bench/target/classes:$$(cat bench/target/classpath.txt)" io.tidemark.bench.Bench $(BENCH)

neighbours: tools build  ## Measures snapshots alone, and while their neighbours are disturbed; NEIGHBOURS="--help".
	@java -cp "bench/target/classes:$$(cat bench/target/classpath.txt)" io.tidemark.bench.Neighbours $(NEIGHBOURS)

soak: tools build  ## Takes and disposes of five savepoints a second for MINUTES=20; checks that memory and threads do not grow.
	@java -cp "bench/target/classes:$$(cat bench/target/classpath.txt)" io.tidemark.bench.Soak --minutes $(or $(MINUTES),20) $(SOAK)

scale: tools build  ## Measures Tidemark among 10,000 jobs and 100,000 snapshots, with simulated Flink; SCALE="--help".
	@java -cp "bench/target/classes:$$(cat bench/target/classpath.txt)" io.tidemark.bench.Scale $(SCALE)

chart: tools  ## Packs target/tidemark-<version>.tgz, with the CRDs that Flink publishes, for standalone mode.
	@rm -rf target/chart && mkdir -p target/chart && cp -R helm/tidemark target/chart/tidemark
	@$(MVN) --quiet --batch-mode --non-recursive dependency:unpack -Dmdep.unpack.includes='META-INF/fabric8/*-v1.yml' \
	  -Dartifact=org.apache.flink:flink-kubernetes-operator-api:$(call property,flink-kubernetes-operator.version) \
	  -DoutputDirectory=$(CURDIR)/target/chart/crds
	@mv target/chart/crds/META-INF/fabric8 target/chart/tidemark/crd-files
	@$$(tools/provide helm) package target/chart/tidemark --destination target

tools:  ## etcd, kube-apiserver, Temporal, kubectl, helm …, downloaded or built once into the cache.
	@tools/provide $(or $(PROGRAMS),all) >/dev/null

build:
	@echo "Building Tidemark (the first run downloads its libraries) …"
	@$(MVN) --quiet --batch-mode package --projects '!e2e' $(FAST)

format:  ## Formats the sources.
	$(MVN) --quiet --batch-mode spotless:apply

clean:
	$(MVN) --quiet --batch-mode clean

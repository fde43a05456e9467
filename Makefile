# The two commands of the README are `make demo` and `make verify`; each provides what it needs.
MVN ?= mvn
UNCHECKED = -Dspotless.check.skip -Dcheckstyle.skip -Denforcer.skip -Dmdep.analyze.skip -Dforbiddenapis.skip
property = $(shell sed -n 's:.*<$(1)>\(.*\)</.*:\1:p' pom.xml)

.PHONY: demo verify image-test image-story node-test node-story crash-matrix job-crash-matrix histories bench neighbours soak scale chart release docs docs-serve tools build format clean

# What each target runs; the others run tests, which need these.
STACK = etcd kube-apiserver kubectl temporal
TESTED_WITH = $(STACK) kube-controller-manager tctl helm promtool
demo bench soak scale: PROGRAMS = $(STACK)
neighbours: PROGRAMS = $(STACK) kube-controller-manager
chart: PROGRAMS = helm
image-story: PROGRAMS = $(STACK) helm
node-story: PROGRAMS = $(STACK) kube-controller-manager kube-scheduler kubelet kube-proxy helm dns network-policies

# Runs the tests of e2e with a name, and no others; fails if there are none (see e2e/pom.xml). Options of Maven can follow the name.
e2e = $(MVN) --batch-mode verify --projects e2e --also-make $(UNCHECKED) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
  -Dfailsafe.failIfNoSpecifiedTests=false '-Dit.test=$(1)'

# Runs a target in containers; where none can be run, says why, which is an error with CONTAINERS=required.
in_containers = @if reason=$$(dev/$(1)/can-run); then $(MAKE) --no-print-directory $(1)-story; \
  else echo "WARNING: $@ was not run: $$reason" >&2; [ -n "$$reason" ] && [ "$(CONTAINERS)" != required ]; fi

demo: tools build  ## A savepoint of a real Flink job on an embedded stack; ONCE=1 ends after it.
	@java -cp "dev/target/classes:$$(cat dev/target/classpath.txt)" io.tidemark.dev.Demo $(if $(ONCE),--once)

verify: tools  ## Every gate and every test, unit to end to end, all components real.
	$(MVN) --batch-mode verify

image-test:  ## Builds the image as the Dockerfile says, and runs it in containers; says why where none can be run.
	$(call in_containers,image)

image-story: tools
	dev/image/build tidemark
	$(call e2e,ImageStory)

node-test:  ## The chart's life in real pods, on a node of its own (dev/node); says why where none can be run.
	$(call in_containers,node)

node-story: tools
	dev/node/install-packages containerd runc containernetworking-plugins iptables conntrack ipset iproute2 curl openssl
	dev/image/build all
	$(call e2e,NodeStory)

crash-matrix: tools  ## Each fault at each step, with 50 snapshots a cell; takes an hour. SNAPSHOTS=n for n, CELLS=regex for some.
	$(call e2e,CrashMatrixE2E) -Dtidemark.crash.cell-by-cell=true \
	  -Dtidemark.crash.snapshots=$(or $(SNAPSHOTS),50) '-Dtidemark.crash.cells=$(or $(CELLS),.*)'

job-crash-matrix: tools  ## Each fault at each step of upgrades of session jobs. UPGRADES=n in each cell, CELLS=regex for some, TOGETHER=1 for all steps at once.
	$(call e2e,SessionJobCrashE2E) -Dtidemark.crash.cell-by-cell=$(if $(TOGETHER),false,true) \
	  -Dtidemark.job-crash.upgrades=$(or $(UPGRADES),25) '-Dtidemark.job-crash.cells=$(or $(CELLS),.*)'

histories: tools  ## Records the workflow histories that this release lacks; VERSION=x.y.z unless that of the pom.
	$(call e2e,*HistoryRecording) -Dtidemark.version=$(or $(VERSION),$(firstword $(subst -SNAPSHOT,,$(call property,version))))

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
	@$(if $(SOURCE_DATE_EPOCH),find target/chart -exec touch --date=@$(SOURCE_DATE_EPOCH) {} +)
	@$$(tools/provide helm) package target/chart/tidemark --destination target

release:  ## Makes the files of a release, from the last commit, in target/release: image, chart, SBOM, checksums, changes. VERSION=1.2.3
	@MVN="$(MVN)" tools/release "$(VERSION)"

docs: website/node_modules/.package-lock.json  ## Builds the site of the documentation, website/build, and checks it. Needs Node 20 or later.
	@cd website && export NO_UPDATE_NOTIFIER=1 && npm run --silent build && npm run --silent check

docs-serve: docs  ## Shows the site at http://localhost:3000.
	@cd website && npm run --silent serve

website/node_modules/.package-lock.json: website/package-lock.json
	@cd website && npm ci --no-audit --no-fund && touch node_modules/.package-lock.json

tools:  ## etcd, kube-apiserver, Temporal, kubectl, helm …, downloaded or built once into the cache.
	@tools/provide $(or $(PROGRAMS),$(TESTED_WITH)) >/dev/null

build:
	@echo "Building Tidemark (the first run downloads its libraries) …"
	@$(MVN) --quiet --batch-mode package --projects '!e2e' $(UNCHECKED) -Dmaven.test.skip

format:  ## Formats the sources.
	$(MVN) --quiet --batch-mode spotless:apply

clean:
	$(MVN) --quiet --batch-mode clean

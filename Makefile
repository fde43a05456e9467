# The two commands of the README are `make demo` and `make verify`; each provides what it needs.
MVN ?= mvn
FAST = -Dspotless.check.skip -Dcheckstyle.skip -Denforcer.skip -Dmdep.analyze.skip -Dforbiddenapis.skip -Dmaven.test.skip
property = $(shell sed -n 's:.*<$(1)>\(.*\)</.*:\1:p' pom.xml)

.PHONY: demo verify image-test image-story node-test node-story crash-matrix job-crash-matrix histories bench neighbours soak scale chart release docs docs-serve tools build format clean

# What each target runs; the others run tests, which need these.
TESTED_WITH = etcd kube-apiserver kube-controller-manager kubectl temporal tctl helm promtool
demo bench soak scale: PROGRAMS = etcd kube-apiserver kubectl temporal
neighbours: PROGRAMS = etcd kube-apiserver kube-controller-manager kubectl temporal
chart: PROGRAMS = helm
node-story: PROGRAMS = etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl helm temporal dns network-policies

demo: tools build  ## A savepoint of a real Flink job on an embedded stack; ONCE=1 ends after it.
	@java -cp "dev/target/classes:$$(cat dev/target/classpath.txt)" io.tidemark.dev.Demo $(if $(ONCE),--once)

verify: tools  ## Every gate and every test, unit to end to end, all components real.
	$(MVN) --batch-mode verify

image-test:  ## Builds the image as the Dockerfile says, and runs it in containers; says why where none can be run.
	@if reason=$$(dev/image/can-run); then $(MAKE) --no-print-directory image-story; else echo "image-test was not run: $$reason"; [ -n "$$reason" ]; fi

image-story: PROGRAMS = etcd kube-apiserver kubectl temporal helm
image-story: tools
	dev/image/build tidemark
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=ImageStory -Dfailsafe.failIfNoSpecifiedTests=false

node-test:  ## The chart's life in real pods, on a node of its own (dev/node); says why where none can be run.
	@if reason=$$(dev/node/can-run); then $(MAKE) --no-print-directory node-story; else echo "node-test was not run: $$reason"; [ -n "$$reason" ]; fi

node-story: tools
	dev/node/install-packages containerd runc containernetworking-plugins iptables conntrack ipset iproute2 curl openssl
	dev/image/build all
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=NodeStory -Dfailsafe.failIfNoSpecifiedTests=false

crash-matrix: tools  ## Each fault at each step, with 50 snapshots a cell; takes an hour. SNAPSHOTS=n for n, CELLS=regex for some.
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=CrashMatrixE2E -Dfailsafe.failIfNoSpecifiedTests=false -Dtidemark.crash.cell-by-cell=true \
	  -Dtidemark.crash.snapshots=$(or $(SNAPSHOTS),50) '-Dtidemark.crash.cells=$(or $(CELLS),.*)'

job-crash-matrix: tools  ## Each fault at each step of upgrades of session jobs. UPGRADES=n in each cell, CELLS=regex for some, TOGETHER=1 for all steps at once.
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test=SessionJobCrashE2E -Dfailsafe.failIfNoSpecifiedTests=false -Dtidemark.crash.cell-by-cell=$(if $(TOGETHER),false,true) \
	  -Dtidemark.job-crash.upgrades=$(or $(UPGRADES),25) '-Dtidemark.job-crash.cells=$(or $(CELLS),.*)'

histories: tools  ## Records the workflow histories that this release lacks; VERSION=x.y.z unless that of the pom.
	$(MVN) --batch-mode verify --projects e2e --also-make $(FAST:-Dmaven.test.skip=) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test='*HistoryRecording' -Dfailsafe.failIfNoSpecifiedTests=false \
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
	@$(MVN) --quiet --batch-mode package --projects '!e2e' $(FAST)

format:  ## Formats the sources.
	$(MVN) --quiet --batch-mode spotless:apply

clean:
	$(MVN) --quiet --batch-mode clean

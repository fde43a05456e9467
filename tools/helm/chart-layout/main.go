// Command chart-layout writes a packed chart as an OCI image layout, with the contents that "helm push" sends to
// a registry: chart-layout CHART.tgz LAYOUT CREATED. CREATED is a time, RFC 3339. The same chart gives the same bytes.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log"
	"maps"
	"os"

	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/registry"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content/oci"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("chart-layout: ")
	if len(os.Args) != 4 {
		log.Fatal("usage: chart-layout CHART.tgz LAYOUT CREATED")
	}
	packed := must(os.ReadFile(os.Args[1]))
	chart := must(loader.LoadArchive(bytes.NewReader(packed))).Metadata
	layout := must(oci.New(os.Args[2]))
	ctx := context.Background()
	config := must(oras.PushBytes(ctx, layout, registry.ConfigMediaType, must(json.Marshal(chart))))
	layer := must(oras.PushBytes(ctx, layout, registry.ChartLayerMediaType, packed))
	annotations := map[string]string{
		v1.AnnotationTitle:       chart.Name,
		v1.AnnotationDescription: chart.Description,
		v1.AnnotationVersion:     chart.Version,
		v1.AnnotationURL:         chart.Home,
		v1.AnnotationSource:      chart.Sources[0],
		v1.AnnotationCreated:     os.Args[3],
	}
	maps.Copy(annotations, chart.Annotations)
	manifest := v1.Manifest{
		Versioned:   specs.Versioned{SchemaVersion: 2},
		Config:      config,
		Layers:      []v1.Descriptor{layer},
		Annotations: annotations,
	}
	must(oras.TagBytes(ctx, layout, v1.MediaTypeImageManifest, must(json.Marshal(manifest)), chart.Version))
}

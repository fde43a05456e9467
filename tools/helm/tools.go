//go:build tools

// Package tools pins the helm that the chart's tests run; tools/provide builds it.
package tools

import _ "helm.sh/helm/v4/cmd/helm"

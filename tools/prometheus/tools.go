//go:build tools

// Package tools pins promtool, which checks metrics, alerts and dashboards; tools/provide builds it.
package tools

import _ "github.com/prometheus/prometheus/cmd/promtool"

//go:build tools

// Package tools pins tctl, Temporal's older command line; tools/provide builds it.
package tools

import _ "github.com/temporalio/tctl/cmd/tctl"

//go:build tools

// Package tools pins the temporal command line with its development server; tools/provide builds it.
package tools

import _ "github.com/temporalio/cli/cmd/temporal"

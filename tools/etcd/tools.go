//go:build tools

// Package tools pins the etcd server that the dev stack runs; tools/provide builds it.
package tools

import _ "go.etcd.io/etcd/server/v3"

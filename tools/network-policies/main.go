// Enforces the NetworkPolicies of one node by kube-router's controller, with iptables and ipset, but without
// kube-router's routes, proxy and cloud providers.
// Usage: network-policies KUBECONFIG NODE SERVICE-CIDR
package main

import (
	"log"
	"os"
	"sync"

	"github.com/cloudnativelabs/kube-router/v2/pkg/controllers/netpol"
	"github.com/cloudnativelabs/kube-router/v2/pkg/healthcheck"
	"github.com/cloudnativelabs/kube-router/v2/pkg/options"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: network-policies KUBECONFIG NODE SERVICE-CIDR")
	}
	kubeconfig, node, services := os.Args[1], os.Args[2], os.Args[3]
	client := kubernetes.NewForConfigOrDie(must(clientcmd.BuildConfigFromFlags("", kubeconfig)))
	config := options.NewKubeRouterConfig()
	config.HostnameOverride, config.ClusterIPCIDRs, config.RunFirewall = node, []string{services}, true
	config.EnableIPv4, config.EnableIPv6 = true, false

	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods().Informer()
	policies := factory.Networking().V1().NetworkPolicies().Informer()
	namespaces := factory.Core().V1().Namespaces().Informer()
	stop := make(chan struct{})
	factory.Start(stop)
	factory.WaitForCacheSync(stop)

	tables, sets, err := netpol.NewIPTablesHandlers(config)
	if err != nil {
		log.Fatal(err)
	}
	controller := must(netpol.NewNetworkPolicyController(
		client, config, pods, policies, namespaces, &sync.Mutex{}, tables, sets))
	must(pods.AddEventHandler(controller.PodEventHandler))
	must(namespaces.AddEventHandler(controller.NamespaceEventHandler))
	must(policies.AddEventHandler(controller.NetworkPolicyEventHandler))

	heartbeats := make(chan *healthcheck.ControllerHeartbeat, 10)
	go func() { // nobody asks for the controller's health, but it blocks when nobody reads
		for range heartbeats {
		}
	}()
	var end sync.WaitGroup
	end.Add(1)
	controller.Run(heartbeats, stop, &end)
}

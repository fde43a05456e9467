{{- /* Grants rules to a subject in the watched namespaces: (dict "root" $ "name" … "rules" … "subject" … "annotations" …).
     For all namespaces this is a ClusterRole, whose name no other release has; otherwise a Role in each namespace. */}}
{{- define "tidemark.rights" -}}
{{- $namespaces := eq .root.Values.rbac.scope "namespace" | ternary .root.Values.watchNamespaces list }}
{{- range (default (list "") $namespaces) }}
{{- $name := . | empty | ternary (printf "%s-%s" $.root.Release.Namespace $.name) $.name }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ . | empty | ternary "ClusterRole" "Role" }}
metadata:
  {{- include "tidemark.rightsMetadata" (dict "of" $ "name" $name "namespace" .) | nindent 2 }}
rules:
  {{- $.rules | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ . | empty | ternary "ClusterRoleBinding" "RoleBinding" }}
metadata:
  {{- include "tidemark.rightsMetadata" (dict "of" $ "name" $name "namespace" .) | nindent 2 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ . | empty | ternary "ClusterRole" "Role" }}
  name: {{ $name }}
subjects:
  - {{ toJson $.subject }}
{{- end }}
{{- end }}

{{- define "tidemark.rightsMetadata" -}}
name: {{ .name }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels:
  {{- include "tidemark.labels" .of.root | nindent 2 }}
{{- with .of.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

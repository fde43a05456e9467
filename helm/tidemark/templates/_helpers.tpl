{{- define "tidemark.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- /* Leaves room for the suffix "-uninstall". */}}
{{- define "tidemark.fullname" -}}
{{- $name := include "tidemark.name" . }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- default $full .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- /* All pods of the release. */}}
{{- define "tidemark.instance" -}}
app.kubernetes.io/name: {{ include "tidemark.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{- /* The server's pods. */}}
{{- define "tidemark.selector" -}}
{{ include "tidemark.instance" . }}
app.kubernetes.io/component: server
{{- end }}

{{- define "tidemark.labels" -}}
{{- $own := dict
  "helm.sh/chart" (printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_")
  "app.kubernetes.io/version" .Chart.AppVersion
  "app.kubernetes.io/managed-by" .Release.Service }}
{{- toYaml (merge $own (include "tidemark.instance" . | fromYaml) (omit .Values.commonLabels "app.kubernetes.io/component")) }}
{{- end }}

{{- define "tidemark.serviceAccount" -}}
{{ .Values.serviceAccount.create | ternary (include "tidemark.fullname" .) "default" | default .Values.serviceAccount.name }}
{{- end }}

{{- define "tidemark.image" -}}
{{- with .Values.image }}
{{- $tag := .tag | default (empty .digest | ternary $.Chart.AppVersion "") }}
{{- with .registry }}{{ . }}/{{ end }}{{ .repository }}{{ with $tag }}:{{ . }}{{ end }}{{ with .digest }}@{{ . }}{{ end }}
{{- end }}
{{- end }}

{{- /* The rights of RequiredRights.java for this mode. A test compares the two. */}}
{{- define "tidemark.watchedRules" -}}
- apiGroups: [flink.apache.org]
  resources: [flinkstatesnapshots]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [flink.apache.org]
  resources: [flinkstatesnapshots/status]
  verbs: [patch]
- apiGroups: [flink.apache.org]
  resources: [flinkdeployments, flinksessionjobs]
  verbs: [get, list, watch{{ if eq .Values.mode "standalone" }}, patch{{ end }}]
{{- if eq .Values.mode "standalone" }}
- apiGroups: [flink.apache.org]
  resources: [flinkdeployments/status, flinksessionjobs/status]
  verbs: [patch]
{{- end }}
- apiGroups: [""]
  resources: [events]
  verbs: [create]
- apiGroups: [""]
  resources: [namespaces]
  verbs: [get{{ if .Values.watchNamespaceSelector }}, list, watch{{ end }}]
{{- if or .Values.rbac.jobSecrets .Values.rbac.secretNames }}
- apiGroups: [""]
  resources: [secrets]
  {{- with .Values.rbac.secretNames }}
  resourceNames: {{ toJson . }}
  {{- end }}
  verbs: [get]
{{- end }}
{{- end }}

{{- /* The rights that release-finalizers needs on snapshots and session jobs. */}}
{{- define "tidemark.uninstallRules" -}}
- apiGroups: [flink.apache.org]
  resources: [flinkstatesnapshots, flinksessionjobs]
  verbs: [get, list, patch]
{{- end }}

{{- define "tidemark.env" -}}
- name: TIDEMARK_MODE
  value: {{ .Values.mode }}
- name: TIDEMARK_WATCH_NAMESPACES
  value: {{ join "," .Values.watchNamespaces | quote }}
- name: TIDEMARK_WATCH_NAMESPACE_SELECTOR
  value: {{ .Values.watchNamespaceSelector | empty | ternary "" (toJson .Values.watchNamespaceSelector) | quote }}
- name: TIDEMARK_WATCH_LABEL_SELECTOR
  value: {{ .Values.watchLabelSelector | empty | ternary "" (toJson .Values.watchLabelSelector) | quote }}
- name: TIDEMARK_HTTP_PORT
  value: "8080"
- name: TIDEMARK_LEASE_NAMESPACE
  value: {{ .Release.Namespace }}
- name: TIDEMARK_LEASE_NAME
  value: {{ include "tidemark.fullname" . }}
{{- range $key, $value := .Values.config }}
- name: TIDEMARK_{{ $key | upper | replace "." "_" | replace "-" "_" }}
  value: {{ include "tidemark.text" $value | quote }}
{{- end }}
{{- end }}

{{- /* Formats a value as text: numbers without an exponent, lists comma-separated. */}}
{{- define "tidemark.text" -}}
{{- if kindIs "slice" . }}{{ join "," . }}{{ else if kindIs "float64" . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{- define "tidemark.temporalEnv" -}}
{{- with .Values.temporal -}}
- name: TEMPORAL_ADDRESS
  value: {{ .address | quote }}
- name: TEMPORAL_NAMESPACE
  value: {{ .namespace | quote }}
{{- with .apiKey }}{{ if .secret }}
- name: TEMPORAL_API_KEY_FILE
  value: /etc/tidemark/temporal-api-key/{{ .key }}
{{- end }}{{ end }}
{{- with .tls }}{{ if .enabled }}
- name: TEMPORAL_TLS
  value: "true"
{{- with .serverName }}
- name: TEMPORAL_TLS_SERVER_NAME
  value: {{ . | quote }}
{{- end }}
{{- if .ca.secret }}
- name: TEMPORAL_TLS_SERVER_CA_CERT_PATH
  value: /etc/tidemark/temporal/ca.crt
{{- end }}
{{- if .client.secret }}
- name: TEMPORAL_TLS_CLIENT_CERT_PATH
  value: /etc/tidemark/temporal/tls.crt
- name: TEMPORAL_TLS_CLIENT_KEY_PATH
  value: /etc/tidemark/temporal/tls.key
{{- end }}
{{- end }}{{ end }}
{{- end }}
{{- end }}

{{- define "tidemark.flinkEnv" -}}
{{- range $what, $of := .Values.flink }}{{ if $of.secret }}
- name: TIDEMARK_FLINK_{{ upper $what }}_DIRECTORY
  value: /etc/tidemark/flink-{{ $what }}
{{- end }}{{ end }}
{{- end }}

{{- define "tidemark.mountsTemporalSecrets" -}}
{{- with .Values.temporal.tls }}{{ if and .enabled (or .ca.secret .client.secret) }}true{{ end }}{{ end }}
{{- end }}

{{- /* A pod that runs one command: (dict "root" $ "name" … "args" … "serviceAccount" … "temporal" bool "sidecars" …). */}}
{{- define "tidemark.pod" -}}
{{- $root := .root -}}
serviceAccountName: {{ .serviceAccount }}
enableServiceLinks: false  # their variables would also start with TIDEMARK_
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.dnsPolicy }}
dnsPolicy: {{ . }}
{{- end }}
{{- with $root.Values.dnsConfig }}
dnsConfig:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.initContainers }}
initContainers:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: {{ .name }}
    image: {{ include "tidemark.image" $root | quote }}
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    terminationMessagePolicy: FallbackToLogsOnError  # why a pod does not start is in `kubectl describe`
    args:
      {{- toYaml .args | nindent 6 }}
    env:
      {{- include "tidemark.env" $root | nindent 6 }}
      {{- if .temporal }}
      {{- include "tidemark.temporalEnv" $root | nindent 6 }}
      {{- include "tidemark.flinkEnv" $root | nindent 6 }}
      {{- end }}
      {{- with $root.Values.extraEnv }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    {{- with $root.Values.envFrom }}
    envFrom:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .more }}
    {{- . | nindent 4 }}
    {{- end }}
    {{- with $root.Values.containerSecurityContext }}
    securityContext:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    resources:
      {{- toYaml $root.Values.resources | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- if and .temporal (include "tidemark.mountsTemporalSecrets" $root) }}
      - name: temporal-tls
        mountPath: /etc/tidemark/temporal
        readOnly: true
      {{- end }}
      {{- if and .temporal $root.Values.temporal.apiKey.secret }}
      - name: temporal-api-key
        mountPath: /etc/tidemark/temporal-api-key
        readOnly: true
      {{- end }}
      {{- range $what, $of := .temporal | default false | ternary $root.Values.flink dict }}{{ if $of.secret }}
      - name: flink-{{ $what }}
        mountPath: /etc/tidemark/flink-{{ $what }}
        readOnly: true
      {{- end }}{{ end }}
      {{- with $root.Values.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
  {{- with .sidecars }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
volumes:
  - name: tmp
    emptyDir: {}
  {{- range $what, $of := .temporal | default false | ternary $root.Values.flink dict }}{{ if $of.secret }}
  - name: flink-{{ $what }}
    secret:
      secretName: {{ $of.secret }}
  {{- end }}{{ end }}
  {{- if and .temporal $root.Values.temporal.apiKey.secret }}
  - name: temporal-api-key
    secret:
      secretName: {{ $root.Values.temporal.apiKey.secret }}
      items:
        - key: {{ $root.Values.temporal.apiKey.key }}
          path: {{ $root.Values.temporal.apiKey.key }}
  {{- end }}
  {{- if and .temporal (include "tidemark.mountsTemporalSecrets" $root) }}
  - name: temporal-tls
    projected:
      sources:
        {{- with $root.Values.temporal.tls }}
        {{- if .ca.secret }}
        - secret:
            name: {{ .ca.secret }}
            items:
              - key: {{ .ca.key }}
                path: ca.crt
        {{- end }}
        {{- if .client.secret }}
        - secret:
            name: {{ .client.secret }}
            items:
              - key: tls.crt
                path: tls.crt
              - key: tls.key
                path: tls.key
        {{- end }}
        {{- end }}
  {{- end }}
  {{- with $root.Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with $root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

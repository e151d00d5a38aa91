{{/* Names, labels and the pod that serve, work and migrate share. */}}
{{- define "relatiebrug.labels" -}}
app.kubernetes.io/name: relatiebrug
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "relatiebrug.selector" -}}
app.kubernetes.io/name: relatiebrug
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "relatiebrug.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "relatiebrug.container" -}}
image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
env:
  - name: TOKEN_KEY_FILE
    value: /run/secrets/token_key
  - name: METRICS_HOST
    value: 0.0.0.0
  - name: METRICS_PORT
    value: "9464"
  {{- range $name, $value := .Values.settings }}
  - name: {{ $name }}
    value: {{ $value | quote }}
  {{- end }}
volumeMounts:
  - name: secrets
    mountPath: /run/secrets
    readOnly: true
  - name: tmp
    mountPath: /tmp
{{- end }}

{{- define "relatiebrug.probes" -}}
livenessProbe:
  httpGet: { path: /healthz, port: metrics }
  periodSeconds: 20
  timeoutSeconds: 5
readinessProbe:
  httpGet: { path: /readyz, port: metrics }
  periodSeconds: 5
  timeoutSeconds: 4
startupProbe:
  httpGet: { path: /healthz, port: metrics }
  periodSeconds: 2
  failureThreshold: 60
{{- end }}

{{- define "relatiebrug.volumes" -}}
- name: secrets
  secret:
    secretName: {{ .Values.secrets.existingSecret }}
    defaultMode: 0440
- name: tmp
  emptyDir: {}
{{- end }}

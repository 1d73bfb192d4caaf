//! The examples at the end of each `--help`.

pub(super) const RENDER: &str = "\
Examples:
  alluxio-gen render -f config.yaml | kubectl apply -f -
  alluxio-gen render --profile multiMaster-embeddedJournal --set fuse.enabled=true -s fuse";

pub(super) const GENERATE: &str = "\
Examples:
  alluxio-gen generate all --output-dir manifests
  alluxio-gen generate single-ufs local -f config.yaml --check";

pub(super) const FLEET: &str = "\
Examples:
  alluxio-gen fleet fleet.yaml --output-dir manifests
  alluxio-gen fleet clusters/ --output-dir manifests --check
  alluxio-gen fleet clusters/ --output-dir manifests --diff
  alluxio-gen fleet clusters/ --output-dir manifests --slice 3/16

fleet.yaml:
  defaults:
    values: [base.yaml]
    kubeVersion: 1.31
  clusters:
    - name: prod-eu
      profile: multiMaster-embeddedJournal
      values: [prod-eu.yaml]
      set: [worker.resources.limits.memory=16G]
      namespace: alluxio
    - name: test

Paths are relative to the file. Precedence, lowest first: profile, defaults.values, values,
defaults.set, set. Other keys of a cluster (namespace, release, kubeVersion, alluxioVersion)
override those in defaults.
Keys that begin with `x-` are ignored; use them for YAML anchors.";

pub(super) const DIFF: &str = "\
Examples:
  alluxio-gen diff old.yaml config.yaml
  git show main:config.yaml | alluxio-gen diff - config.yaml --fail-on data,recreate
  kubectl get sts,ds,deploy,svc,cm,pvc -n ns -o json | alluxio-gen diff - config.yaml -n ns
  alluxio-gen diff config.yaml config.yaml --new-set journal.size=50Gi -o md";

pub(super) const IMAGES: &str = "\
Examples:
  alluxio-gen images -f config.yaml
  alluxio-gen images --image-registry mirror.local/hub -o pairs | xargs -n 2 crane copy
  alluxio-gen images --all -o table";

pub(super) const PROVISION: &str = "\
Examples:
  alluxio-gen provision list -f config.yaml -n alluxio
  alluxio-gen provision volumes -f config.yaml --path /data --nodes n1,n2,n3 | kubectl apply -f -
  alluxio-gen provision claims -f config.yaml -n alluxio | kubectl apply -f -
  alluxio-gen provision secret credentials --name s3 -f config.yaml | kubectl apply -f -
  alluxio-gen provision secret hdfs --profile singleMaster-hdfsJournal --from-file core-site.xml";

pub(super) const LINT: &str = "\
Examples:
  alluxio-gen lint -f config.yaml
  alluxio-gen lint clusters/*.yaml --min-severity warning
  alluxio-gen lint -f config.yaml -o sarif > alluxio-gen.sarif
  alluxio-gen lint -f config.yaml --memory --node-memory 64Gi
  alluxio-gen lint --list";

pub(super) const VALUES: &str = "\
Examples:
  alluxio-gen values -f base.yaml -f prod.yaml --origins
  alluxio-gen values --defaults > config.yaml";

pub(super) const EXPLAIN: &str = "\
Examples:
  alluxio-gen explain journal.volumeType -f config.yaml
  alluxio-gen explain AXG104
  alluxio-gen explain properties.alluxio.user.file.writetype.default -f config.yaml
  alluxio-gen explain --search readtype";

pub(super) const SCHEMA: &str = "\
Examples:
  alluxio-gen schema --properties > alluxio.schema.json
  sed -i '1i # yaml-language-server: $schema=alluxio.schema.json' config.yaml
  alluxio-gen schema --krm > alluxiocluster.schema.json";

pub(super) const KRM: &str = "\
Examples:
  kustomize build --enable-alpha-plugins --enable-exec docs/examples/kustomize/overlay
  alluxio-gen krm < resource-list.yaml

kustomization.yaml:
  generators: [alluxio.yaml]

alluxio.yaml:
  apiVersion: alluxio-gen.github.io/v1alpha1
  kind: AlluxioCluster
  metadata:
    name: alluxio
    annotations:
      config.kubernetes.io/function: 'exec: {path: alluxio-gen, args: [krm]}'
  spec:
    values:
      master: {count: 3}

Without --enable-exec, kustomize does not run the function, prints nothing and exits with 0.";

pub(super) const MIGRATE: &str = "\
Examples:
  alluxio-gen migrate --to 2.9 -f config.yaml > config-2.9.yaml
  alluxio-gen migrate --to 2.9 -f config.yaml --write";

pub(super) const VERSIONS: &str = "\
Examples:
  alluxio-gen versions
  alluxio-gen versions -o json";

pub(super) const PROFILES: &str = "\
Examples:
  alluxio-gen profiles
  alluxio-gen profiles --from my-templates";

pub(super) const EJECT: &str = "\
Examples:
  alluxio-gen eject my-templates
  alluxio-gen eject my-templates --force && alluxio-gen render --from my-templates";

pub(super) const MAN: &str = "\
Examples:
  alluxio-gen man ~/.local/share/man/man1
  alluxio-gen man man1 && man man1/alluxio-gen-render.1";

pub(super) const COMPLETIONS: &str = "\
Examples:
  alluxio-gen completions bash > ~/.local/share/bash-completion/completions/alluxio-gen
  alluxio-gen completions zsh > ~/.zfunc/_alluxio-gen
  alluxio-gen completions fish > ~/.config/fish/completions/alluxio-gen.fish";

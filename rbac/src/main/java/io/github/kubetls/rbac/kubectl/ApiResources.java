package io.github.kubetls.rbac.kubectl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The resources of Kubernetes itself, with the short and singular names that people type: what kubectl learns from the
 * server.
 */
final class ApiResources {

    /** A resource and its API group. */
    record Resource(String group, String name) {}

    /** A resource with the other names that it goes by. */
    private record Entry(Resource resource, List<String> names) {}

    /** A line for each API group, in the order of preference: resources in plural, with other names after a slash. */
    private static final List<Entry> ENTRIES = table(
            ": bindings/binding componentstatuses/componentstatus/cs configmaps/configmap/cm endpoints/ep events/event/ev"
                    + " limitranges/limitrange/limits namespaces/namespace/ns nodes/node/no"
                    + " persistentvolumeclaims/persistentvolumeclaim/pvc persistentvolumes/persistentvolume/pv"
                    + " pods/pod/po podtemplates/podtemplate replicationcontrollers/replicationcontroller/rc"
                    + " resourcequotas/resourcequota/quota secrets/secret serviceaccounts/serviceaccount/sa"
                    + " services/service/svc",
            "apiregistration.k8s.io: apiservices/apiservice",
            "apps: controllerrevisions/controllerrevision daemonsets/daemonset/ds deployments/deployment/deploy"
                    + " replicasets/replicaset/rs statefulsets/statefulset/sts",
            "events.k8s.io: events/event/ev",
            "authentication.k8s.io: selfsubjectreviews/selfsubjectreview tokenreviews/tokenreview",
            "authorization.k8s.io: localsubjectaccessreviews/localsubjectaccessreview"
                    + " selfsubjectaccessreviews/selfsubjectaccessreview selfsubjectrulesreviews/selfsubjectrulesreview"
                    + " subjectaccessreviews/subjectaccessreview",
            "autoscaling: horizontalpodautoscalers/horizontalpodautoscaler/hpa",
            "batch: cronjobs/cronjob/cj jobs/job",
            "certificates.k8s.io: certificatesigningrequests/certificatesigningrequest/csr",
            "networking.k8s.io: ingressclasses/ingressclass ingresses/ingress/ing networkpolicies/networkpolicy/netpol"
                    + " ipaddresses/ipaddress/ip servicecidrs/servicecidr",
            "policy: poddisruptionbudgets/poddisruptionbudget/pdb podsecuritypolicies/podsecuritypolicy/psp",
            "rbac.authorization.k8s.io: clusterrolebindings/clusterrolebinding clusterroles/clusterrole"
                    + " rolebindings/rolebinding roles/role",
            "storage.k8s.io: csidrivers/csidriver csinodes/csinode csistoragecapacities/csistoragecapacity"
                    + " storageclasses/storageclass/sc volumeattachments/volumeattachment"
                    + " volumeattributesclasses/volumeattributesclass/vac",
            "admissionregistration.k8s.io: mutatingwebhookconfigurations/mutatingwebhookconfiguration"
                    + " validatingadmissionpolicies/validatingadmissionpolicy"
                    + " validatingadmissionpolicybindings/validatingadmissionpolicybinding"
                    + " validatingwebhookconfigurations/validatingwebhookconfiguration",
            "apiextensions.k8s.io: customresourcedefinitions/customresourcedefinition/crd/crds",
            "scheduling.k8s.io: priorityclasses/priorityclass/pc",
            "coordination.k8s.io: leases/lease",
            "node.k8s.io: runtimeclasses/runtimeclass",
            "discovery.k8s.io: endpointslices/endpointslice",
            "flowcontrol.apiserver.k8s.io: flowschemas/flowschema prioritylevelconfigurations/prioritylevelconfiguration",
            "resource.k8s.io: deviceclasses/deviceclass resourceclaims/resourceclaim"
                    + " resourceclaimtemplates/resourceclaimtemplate resourceslices/resourceslice");

    private ApiResources() {}

    private static List<Entry> table(String... lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String group = line.substring(0, line.indexOf(':'));
            for (String resource : line.substring(group.length() + 2).split(" ")) {
                List<String> names = List.of(resource.split("/"));
                entries.add(new Entry(new Resource(group, names.get(0)), names));
            }
        }
        return entries;
    }

    /**
     * Finds a resource by its plural, singular or short name, in any case.
     *
     * @param group the API group or how it begins; empty for any group
     */
    static Optional<Resource> find(String group, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return find(entry -> entry.resource().group().equals(group) || group.isEmpty(), lower)
                .or(() -> find(entry -> entry.resource().group().startsWith(group), lower));
    }

    private static Optional<Resource> find(java.util.function.Predicate<Entry> inGroup, String name) {
        return ENTRIES.stream()
                .filter(inGroup)
                .filter(entry -> entry.names().contains(name))
                .map(Entry::resource)
                .findFirst();
    }

    /** Whether all resources of a group are known here, as opposed to a group that is added to a cluster. */
    static boolean isBuiltIn(String group) {
        return ENTRIES.stream().anyMatch(entry -> entry.resource().group().equals(group));
    }
}

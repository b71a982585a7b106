package io.github.kubetls.kubelet;

/**
 * An entry of a Node's {@code status.addresses}.
 *
 * @param type    what the address is
 * @param address a host name or an IP address; may be empty, and is then ignored
 * @see <a href="https://kubernetes.io/docs/reference/node/node-status/#addresses">Node status</a>
 */
public record NodeAddress(Type type, String address) {

    /** What an address is, in the words of the Kubernetes API. */
    public enum Type {
        /** The host name that the node reports. */
        HOSTNAME("Hostname"),
        /** An IP address that is reached from outside the cluster. */
        EXTERNAL_IP("ExternalIP"),
        /** An IP address that is reached from inside the cluster. */
        INTERNAL_IP("InternalIP"),
        /** A DNS name that leads to an external address. */
        EXTERNAL_DNS("ExternalDNS"),
        /** A DNS name that leads to an internal address. */
        INTERNAL_DNS("InternalDNS");

        private final String apiName;

        Type(String apiName) {
            this.apiName = apiName;
        }

        /**
         * Returns the name in the Kubernetes API.
         *
         * @return a name such as {@code InternalIP}
         */
        public String apiName() {
            return apiName;
        }
    }

    /**
     * An address.
     *
     * @param type    what it is
     * @param address a host name or an IP address
     * @return the address
     */
    public static NodeAddress of(Type type, String address) {
        return new NodeAddress(type, address);
    }
}

package io.github.kubetls.certificate;

import io.github.kubetls.KubernetesRelease;
import io.github.kubetls.internal.message.Visible;
import io.github.kubetls.internal.text.GoText;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subject of a request or a certificate, as typed values: what Kubernetes reads of a distinguished name, and all that
 * survives when it issues a certificate (RFC 5280, section 4.1.2.6).
 *
 * <p>Values are never parsed as text: a comma, an equals sign or a quote is a character like any other, so a node's name
 * cannot smuggle in an organization. Compare subjects by this type, not by their bytes, whose string types and order differ
 * from one tool to the next.
 *
 * <pre>{@code
 * DistinguishedName.builder().organizations("system:nodes").commonName("system:node:worker-1").build();
 * }</pre>
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#x509-client-certificates">X.509
 *     client certificates</a>
 */
public final class DistinguishedName {

    private static final DistinguishedName EMPTY = builder().build();

    /** By type, without those that have no value. */
    private final Map<String, List<String>> attributes;

    DistinguishedName(Map<String, List<String>> attributes) {
        this.attributes = Map.copyOf(attributes);
    }

    /** The values of one type, in order. */
    List<String> values(String type) {
        return attributes.getOrDefault(type, List.of());
    }

    /** {@return the name without any attribute} */
    public static DistinguishedName empty() {
        return EMPTY;
    }

    /**
     * {@return the name of a user: the common name becomes the username, the organizations become its groups}
     *
     * @param commonName    the username
     * @param organizations the groups, in order
     * @throws IllegalArgumentException when a value is not text: it holds an unpaired surrogate
     */
    public static DistinguishedName of(String commonName, String... organizations) {
        return builder().commonName(commonName).organizations(organizations).build();
    }

    /**
     * {@return the subject of a certificate, as Kubernetes sees it}
     *
     * @param certificate the certificate
     * @throws io.github.kubetls.CryptoException when the provider of the certificate encodes it wrongly
     */
    public static DistinguishedName ofSubject(X509Certificate certificate) {
        return ofSubject(certificate, KubernetesRelease.latest());
    }

    /**
     * {@return the subject of a certificate, as a release sees it: a TeletexString is text from 1.36 on, bytes before}
     *
     * @param certificate the certificate
     * @param release     the release
     * @throws io.github.kubetls.CryptoException when the provider of the certificate encodes it wrongly, or the release does
     *     not read it
     */
    public static DistinguishedName ofSubject(X509Certificate certificate, KubernetesRelease release) {
        return new CertificateView(certificate, release).subject();
    }

    /** {@return a builder of a name without any attribute} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the common name, or empty when there is none; of several in a request the last one counts} */
    public String commonName() {
        return String.join("", values(Names.COMMON_NAME));
    }

    /** {@return the organizations in order, repetitions included} */
    public List<String> organizations() {
        return values(Names.ORGANIZATION);
    }

    /** {@return the organizational units in order} */
    public List<String> organizationalUnits() {
        return values(Names.ORGANIZATIONAL_UNIT);
    }

    /** {@return the countries in order} */
    public List<String> countries() {
        return values(Names.COUNTRY);
    }

    /** {@return the states or provinces in order} */
    public List<String> provinces() {
        return values(Names.PROVINCE);
    }

    /** {@return the localities in order} */
    public List<String> localities() {
        return values(Names.LOCALITY);
    }

    /** {@return the street addresses in order} */
    public List<String> streetAddresses() {
        return values(Names.STREET_ADDRESS);
    }

    /** {@return the postal codes in order} */
    public List<String> postalCodes() {
        return values(Names.POSTAL_CODE);
    }

    /**
     * {@return the serial number attribute, which is not the serial number of a certificate; empty when there is none}
     */
    public String serialNumber() {
        return String.join("", values(Names.SERIAL_NUMBER));
    }

    /**
     * {@return whether every value is text, so that a certificate can be issued for this name} A TeletexString in a
     * request may be other bytes; Kubernetes accepts such a request and then cannot sign it.
     */
    public boolean isText() {
        return attributes.values().stream().flatMap(List::stream).allMatch(GoText::isText);
    }

    /** {@return a builder with every attribute of this name} */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.attributes.putAll(attributes);
        return builder;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinguishedName that && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    /** The common name and the organizations, for messages; not a form that can be read back. */
    @Override
    public String toString() {
        return Visible.text("CN=" + commonName() + ", O=" + organizations());
    }

    /** Collects the attributes of a {@link DistinguishedName}. */
    public static final class Builder {
        private final Map<String, List<String>> attributes = new HashMap<>();

        private Builder() {}

        private Builder set(String type, List<String> values) {
            if (values.isEmpty()) {
                attributes.remove(type);
            } else {
                attributes.put(type, List.copyOf(values));
            }
            return this;
        }

        /**
         * {@return this builder, with the common name}
         *
         * @param commonName the value; empty for none
         */
        public Builder commonName(String commonName) {
            return set(Names.COMMON_NAME, commonName.isEmpty() ? List.of() : List.of(commonName));
        }

        /**
         * {@return this builder, with the organizations}
         *
         * @param organizations the values, in order
         */
        public Builder organizations(String... organizations) {
            return organizations(List.of(organizations));
        }

        /**
         * {@return this builder, with the organizations}
         *
         * @param organizations the values, in order
         */
        public Builder organizations(List<String> organizations) {
            return set(Names.ORGANIZATION, organizations);
        }

        /**
         * {@return this builder, with the organizational units}
         *
         * @param organizationalUnits the values, in order
         */
        public Builder organizationalUnits(String... organizationalUnits) {
            return organizationalUnits(List.of(organizationalUnits));
        }

        /**
         * {@return this builder, with the organizational units}
         *
         * @param organizationalUnits the values, in order
         */
        public Builder organizationalUnits(List<String> organizationalUnits) {
            return set(Names.ORGANIZATIONAL_UNIT, organizationalUnits);
        }

        /**
         * {@return this builder, with the countries}
         *
         * @param countries the values, in order
         */
        public Builder countries(String... countries) {
            return countries(List.of(countries));
        }

        /**
         * {@return this builder, with the countries}
         *
         * @param countries the values, in order
         */
        public Builder countries(List<String> countries) {
            return set(Names.COUNTRY, countries);
        }

        /**
         * {@return this builder, with the states or provinces}
         *
         * @param provinces the values, in order
         */
        public Builder provinces(String... provinces) {
            return provinces(List.of(provinces));
        }

        /**
         * {@return this builder, with the states or provinces}
         *
         * @param provinces the values, in order
         */
        public Builder provinces(List<String> provinces) {
            return set(Names.PROVINCE, provinces);
        }

        /**
         * {@return this builder, with the localities}
         *
         * @param localities the values, in order
         */
        public Builder localities(String... localities) {
            return localities(List.of(localities));
        }

        /**
         * {@return this builder, with the localities}
         *
         * @param localities the values, in order
         */
        public Builder localities(List<String> localities) {
            return set(Names.LOCALITY, localities);
        }

        /**
         * {@return this builder, with the street addresses}
         *
         * @param streetAddresses the values, in order
         */
        public Builder streetAddresses(String... streetAddresses) {
            return streetAddresses(List.of(streetAddresses));
        }

        /**
         * {@return this builder, with the street addresses}
         *
         * @param streetAddresses the values, in order
         */
        public Builder streetAddresses(List<String> streetAddresses) {
            return set(Names.STREET_ADDRESS, streetAddresses);
        }

        /**
         * {@return this builder, with the postal codes}
         *
         * @param postalCodes the values, in order
         */
        public Builder postalCodes(String... postalCodes) {
            return postalCodes(List.of(postalCodes));
        }

        /**
         * {@return this builder, with the postal codes}
         *
         * @param postalCodes the values, in order
         */
        public Builder postalCodes(List<String> postalCodes) {
            return set(Names.POSTAL_CODE, postalCodes);
        }

        /**
         * {@return this builder, with the serial number attribute}
         *
         * @param serialNumber the value; empty for none
         */
        public Builder serialNumber(String serialNumber) {
            return set(Names.SERIAL_NUMBER, serialNumber.isEmpty() ? List.of() : List.of(serialNumber));
        }

        /**
         * {@return the name}
         *
         * @throws IllegalArgumentException when a value is not text: it holds an unpaired surrogate
         */
        public DistinguishedName build() {
            DistinguishedName name = new DistinguishedName(attributes);
            if (!name.isText()) {
                throw new IllegalArgumentException("a value of the name has an unpaired surrogate, so it is not text");
            }
            return name;
        }
    }
}

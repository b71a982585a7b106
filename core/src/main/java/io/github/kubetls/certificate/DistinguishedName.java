package io.github.kubetls.certificate;

import io.github.kubetls.internal.text.GoText;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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

    private final Builder values;

    private DistinguishedName(Builder values) {
        this.values = values;
    }

    /**
     * The name without any attribute.
     *
     * @return the empty name
     */
    public static DistinguishedName empty() {
        return EMPTY;
    }

    /**
     * A user: the common name becomes the username, the organizations become its groups.
     *
     * @param commonName    the username
     * @param organizations the groups, in order
     * @return the name
     * @throws IllegalArgumentException when a value is no text (holds an unpaired surrogate)
     */
    public static DistinguishedName of(String commonName, String... organizations) {
        return builder().commonName(commonName).organizations(organizations).build();
    }

    /**
     * Reads the subject of a certificate.
     *
     * @param certificate the certificate
     * @return its subject, as Kubernetes sees it
     * @throws io.github.kubetls.CryptoException when the provider of the certificate encodes it wrongly
     */
    public static DistinguishedName ofSubject(X509Certificate certificate) {
        return new CertificateView(certificate).subject();
    }

    /**
     * Starts from the empty name.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the common name; of several in a request the last one counts.
     *
     * @return the common name; empty when there is none
     */
    public String commonName() {
        return values.commonName;
    }

    /**
     * Returns the organizations.
     *
     * @return the values in order, repetitions included
     */
    public List<String> organizations() {
        return values.organizations;
    }

    /**
     * Returns the organizational units.
     *
     * @return the values in order
     */
    public List<String> organizationalUnits() {
        return values.organizationalUnits;
    }

    /**
     * Returns the countries.
     *
     * @return the values in order
     */
    public List<String> countries() {
        return values.countries;
    }

    /**
     * Returns the states or provinces.
     *
     * @return the values in order
     */
    public List<String> provinces() {
        return values.provinces;
    }

    /**
     * Returns the localities.
     *
     * @return the values in order
     */
    public List<String> localities() {
        return values.localities;
    }

    /**
     * Returns the street addresses.
     *
     * @return the values in order
     */
    public List<String> streetAddresses() {
        return values.streetAddresses;
    }

    /**
     * Returns the postal codes.
     *
     * @return the values in order
     */
    public List<String> postalCodes() {
        return values.postalCodes;
    }

    /**
     * Returns the serial number attribute, which is not the serial number of a certificate.
     *
     * @return the value; empty when there is none
     */
    public String serialNumber() {
        return values.serialNumber;
    }

    /**
     * Tells whether every value is text. A TeletexString in a request may be other bytes; Kubernetes accepts such a
     * request and then cannot sign it.
     *
     * @return whether a certificate can be issued for this name
     */
    public boolean isText() {
        return all().stream().allMatch(GoText::isText);
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        all.addAll(values.countries);
        all.addAll(values.provinces);
        all.addAll(values.localities);
        all.addAll(values.streetAddresses);
        all.addAll(values.postalCodes);
        all.addAll(values.organizations);
        all.addAll(values.organizationalUnits);
        all.add(values.commonName);
        all.add(values.serialNumber);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DistinguishedName that
                && commonName().equals(that.commonName())
                && serialNumber().equals(that.serialNumber())
                && organizations().equals(that.organizations())
                && organizationalUnits().equals(that.organizationalUnits())
                && countries().equals(that.countries())
                && provinces().equals(that.provinces())
                && localities().equals(that.localities())
                && streetAddresses().equals(that.streetAddresses())
                && postalCodes().equals(that.postalCodes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(all());
    }

    /** The common name and the organizations, for messages; not a form that can be read back. */
    @Override
    public String toString() {
        return "CN=" + commonName() + ", O=" + organizations();
    }

    /** Collects the attributes of a {@link DistinguishedName}. */
    public static final class Builder {
        private String commonName = "";
        private String serialNumber = "";
        private List<String> organizations = List.of();
        private List<String> organizationalUnits = List.of();
        private List<String> countries = List.of();
        private List<String> provinces = List.of();
        private List<String> localities = List.of();
        private List<String> streetAddresses = List.of();
        private List<String> postalCodes = List.of();

        private Builder() {}

        private Builder(Builder from) {
            commonName = from.commonName;
            serialNumber = from.serialNumber;
            organizations = from.organizations;
            organizationalUnits = from.organizationalUnits;
            countries = from.countries;
            provinces = from.provinces;
            localities = from.localities;
            streetAddresses = from.streetAddresses;
            postalCodes = from.postalCodes;
        }

        /**
         * Sets the common name.
         *
         * @param commonName the value; empty for none
         * @return this builder
         */
        public Builder commonName(String commonName) {
            this.commonName = Objects.requireNonNull(commonName, "commonName");
            return this;
        }

        /**
         * Sets the organizations.
         *
         * @param organizations the values, in order
         * @return this builder
         */
        public Builder organizations(String... organizations) {
            return organizations(List.of(organizations));
        }

        /**
         * Sets the organizations.
         *
         * @param organizations the values, in order
         * @return this builder
         */
        public Builder organizations(List<String> organizations) {
            this.organizations = List.copyOf(organizations);
            return this;
        }

        /**
         * Sets the organizational units.
         *
         * @param organizationalUnits the values, in order
         * @return this builder
         */
        public Builder organizationalUnits(List<String> organizationalUnits) {
            this.organizationalUnits = List.copyOf(organizationalUnits);
            return this;
        }

        /**
         * Sets the countries.
         *
         * @param countries the values, in order
         * @return this builder
         */
        public Builder countries(List<String> countries) {
            this.countries = List.copyOf(countries);
            return this;
        }

        /**
         * Sets the states or provinces.
         *
         * @param provinces the values, in order
         * @return this builder
         */
        public Builder provinces(List<String> provinces) {
            this.provinces = List.copyOf(provinces);
            return this;
        }

        /**
         * Sets the localities.
         *
         * @param localities the values, in order
         * @return this builder
         */
        public Builder localities(List<String> localities) {
            this.localities = List.copyOf(localities);
            return this;
        }

        /**
         * Sets the street addresses.
         *
         * @param streetAddresses the values, in order
         * @return this builder
         */
        public Builder streetAddresses(List<String> streetAddresses) {
            this.streetAddresses = List.copyOf(streetAddresses);
            return this;
        }

        /**
         * Sets the postal codes.
         *
         * @param postalCodes the values, in order
         * @return this builder
         */
        public Builder postalCodes(List<String> postalCodes) {
            this.postalCodes = List.copyOf(postalCodes);
            return this;
        }

        /**
         * Sets the serial number attribute.
         *
         * @param serialNumber the value; empty for none
         * @return this builder
         */
        public Builder serialNumber(String serialNumber) {
            this.serialNumber = Objects.requireNonNull(serialNumber, "serialNumber");
            return this;
        }

        /**
         * Builds the name.
         *
         * @return the name
         * @throws IllegalArgumentException when a value is no text (holds an unpaired surrogate)
         */
        public DistinguishedName build() {
            DistinguishedName name = buildUnchecked();
            if (!name.isText()) {
                throw new IllegalArgumentException("a value of the name has an unpaired surrogate, so it is no text");
            }
            return name;
        }

        /** For names that were read and that Kubernetes takes as they are. */
        DistinguishedName buildUnchecked() {
            return new DistinguishedName(new Builder(this));
        }
    }
}

package io.github.kubetls.examples.tasks.story;

/**
 * What goes from one party to another.
 *
 * @param from  who gives it
 * @param to    who gets it, which is the same when a party does something for itself
 * @param label what it is, in few words
 */
record Message(Party from, Party to, String label) {

    static Message own(Party party, String deed) {
        return new Message(party, party, deed);
    }

    boolean isOwn() {
        return from == to;
    }
}

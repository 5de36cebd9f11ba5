package org.p2psip.cli.node;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where a node stands among those that one {@code up} starts on this machine. Nodes of one site share its broker and
 * keep copies of its records; sites share the overlay.
 *
 * @param site 1 to {@code sites}
 * @param sites 1 to {@value #MAX_SITES}
 * @param node its number in its site, 1 to {@code nodes}
 * @param nodes in each site, 1 to {@value #MAX_NODES}
 */
public record Place(int site, int sites, int node, int nodes) {
    public static final int MAX_SITES = 9;
    public static final int MAX_NODES = 9;

    /** A node that was started alone. */
    public static final Place ALONE = new Place(1, 1, 1, 1);

    /** Every place, site by site. */
    public static List<Place> all(int sites, int nodes) {
        List<Place> all = new ArrayList<>(sites * nodes);
        for (int site = 1; site <= sites; site++) {
            all.addAll(new Place(site, sites, 1, nodes).ofSite());
        }
        return List.copyOf(all);
    }

    /** What is wrong with it, with the value and what would be right. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (nodes < 1 || nodes > MAX_NODES) {
            problems.add("--nodes " + nodes + " is no number of nodes from 1 to " + MAX_NODES);
        }
        if (sites < 1 || sites > MAX_SITES) {
            problems.add("--sites " + sites + " is no number of sites from 1 to " + MAX_SITES);
        }
        return problems;
    }

    /** All places that were started together with this one. */
    public List<Place> all() {
        return all(sites, nodes);
    }

    /** The places of this one's site. */
    public List<Place> ofSite() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(number -> new Place(site, sites, number, nodes))
                .toList();
    }

    /** The places whose nodes a command on this one's directory is about: all for the first, else this one. */
    public List<Place> withOthers() {
        return isFirst() ? all() : List.of(this);
    }

    public boolean isAlone() {
        return sites * nodes == 1;
    }

    /** Whether it is the first of all: it has the CA, and its directory is that of all. */
    public boolean isFirst() {
        return index() == 0;
    }

    /** Whether it is the first of its site, and has the site's broker. */
    public boolean isFirstOfSite() {
        return node == 1;
    }

    /** Position among all, from 0. */
    public int index() {
        return (site - 1) * nodes + node - 1;
    }

    /** Name of its site in the overlay. */
    public String siteName() {
        return sites == 1 ? "local" : "site-" + site;
    }

    /** Name among all, also that of its directory below the first one's. */
    public String label() {
        return sites == 1 ? "node-" + node : siteName() + "-node-" + node;
    }
}

package org.p2psip.storage.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.storage.Octets;

/** Merkle tree hashes and audit paths of RFC 6962 section 2.1. */
class Rfc6962TreeTest {
    private static final List<byte[]> LEAVES = List.of(
            bytes(""),
            bytes("00"),
            bytes("10"),
            bytes("2021"),
            bytes("3031"),
            bytes("40414243"),
            bytes("5051525354555657"),
            bytes("606162636465666768696a6b6c6d6e6f"));

    @ParameterizedTest
    @CsvSource({
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void rootsAreThoseOfTheRfc(int size, String root) {
        assertThat(new MerkleTree(LEAVES.subList(0, size)).root()).isEqualTo(octets(root));
    }

    @Test
    void pathsOfAnOddTreeAreThoseOfTheRfc() {
        MerkleTree tree = new MerkleTree(LEAVES.subList(0, 7));

        assertThat(tree.path(6).hashes())
                .containsExactly(
                        octets("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                        octets("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        assertThat(tree.path(4).hashes())
                .containsExactly(
                        octets("4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658"),
                        octets("b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"),
                        octets("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 1000})
    void everyLeafLeadsToTheRoot(int size) {
        List<byte[]> records = records(size);
        MerkleTree tree = new MerkleTree(records);

        for (int i = 0; i < size; i++) {
            MerklePath path = tree.path(i);
            assertThat(path.root(records.get(i))).contains(tree.root());
            assertThat(path.hashes()).hasSize(MerklePath.hashes(size, i)).hasSizeLessThanOrEqualTo(10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 13})
    void thePathOfAnotherLeafLeadsElsewhere(int size) {
        List<byte[]> records = records(size);
        MerkleTree tree = new MerkleTree(records);

        for (int i = 0; i < size; i++) {
            for (int other = 0; other < size; other++) {
                if (i != other) {
                    assertThat(tree.path(other).root(records.get(i))).isNotEqualTo(Optional.of(tree.root()));
                }
            }
        }
    }

    @Test
    void aTreeOfOneLeafHasNoPath() {
        MerkleTree tree = new MerkleTree(LEAVES.subList(1, 2));

        assertThat(tree.path(0)).isEqualTo(new MerklePath(1, 0, List.of()));
        assertThat(tree.path(0).root(LEAVES.get(1))).contains(tree.root());
        assertThat(tree.path(0).root(LEAVES.get(2))).isNotEqualTo(Optional.of(tree.root()));
    }

    @Test
    void aNodeIsNeverALeaf() {
        MerkleTree tree = new MerkleTree(LEAVES.subList(0, 4));
        MerkleTree left = new MerkleTree(LEAVES.subList(0, 2));
        MerkleTree right = new MerkleTree(LEAVES.subList(2, 4));
        byte[] children = concatenated(left.root(), right.root());

        assertThat(new MerklePath(1, 0, List.of()).root(children)).isNotEqualTo(Optional.of(tree.root()));
    }

    @Test
    void whatIsNoPathLeadsNowhere() {
        MerklePath path = new MerkleTree(LEAVES).path(3);
        List<Octets> more = new ArrayList<>(path.hashes());
        more.add(path.hashes().getFirst());
        List<Octets> shorter = List.of(
                Octets.wrap(new byte[31]), path.hashes().get(1), path.hashes().get(2));
        byte[] record = LEAVES.get(3);

        assertThat(new MerklePath(8, 3, more).root(record)).isEmpty();
        assertThat(new MerklePath(8, 3, path.hashes().subList(0, 2)).root(record))
                .isEmpty();
        assertThat(new MerklePath(8, 3, shorter).root(record)).isEmpty();
        assertThat(new MerklePath(8, 8, path.hashes()).root(record)).isEmpty();
        assertThat(new MerklePath(8, -1, path.hashes()).root(record)).isEmpty();
        assertThat(new MerklePath(0, 0, List.of()).root(record)).isEmpty();
        assertThat(new MerklePath(MerkleTree.MAX_LEAVES + 1, 0, List.of()).root(record))
                .isEmpty();
    }

    @Test
    void anEmptyBatchHasNoTree() {
        assertThatThrownBy(() -> new MerkleTree(List.of())).hasMessageContaining("1 to 16777216");
    }

    @Test
    void whatIsSignedNamesItsPurposeAndSize() {
        BatchRoot root = new BatchRoot(258, octets("ff".repeat(32)));

        assertThat(HexFormat.of().formatHex(root.signedBytes()))
                .isEqualTo("7032707369702062617463682031" + "00000102" + "ff".repeat(32));
    }

    private static List<byte[]> records(int size) {
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            records.add(new byte[] {(byte) (i >> 8), (byte) i});
        }
        return records;
    }

    private static byte[] concatenated(Octets left, Octets right) {
        return bytes(
                HexFormat.of().formatHex(left.toByteArray()) + HexFormat.of().formatHex(right.toByteArray()));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Octets octets(String hex) {
        return Octets.wrap(bytes(hex));
    }
}

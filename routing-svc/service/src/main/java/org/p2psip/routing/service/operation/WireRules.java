package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.PutRequest;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.proto.v1.WriteOrder;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.record.ReadRules;
import org.p2psip.routing.record.RequestedResource;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.record.WriteRules;

/** Walks the contract's messages through the rules of the core. */
final class WireRules {
    private WireRules() {}

    static RequestedResource resolve(Resource resource) {
        return RequestedResource.resolve(
                resource.getName(), resource.getResourceId().toByteArray());
    }

    static Verdict check(PutRequest put) {
        return WriteRules.kinds(put.getKindsCount())
                .and(() -> names(put.getResource().getName(), put.getKindsList(), KindWrite::getKind))
                .and(() -> each(put.getKindsList(), WireRules::check));
    }

    static Verdict check(GetRequest get) {
        return WriteRules.kinds(get.getKindsCount())
                .and(() -> names(get.getResource().getName(), get.getKindsList(), KindQuery::getKind))
                .and(() -> each(get.getKindsList(), WireRules::check));
    }

    private static Verdict check(KindWrite write) {
        return WriteRules.kindWrite(write.getEntriesCount(), write.getClear())
                .and(() -> check(write.getClearOrder()))
                .and(() -> each(write.getEntriesList(), WireRules::check));
    }

    private static Verdict check(StoredEntry entry) {
        return WriteRules.entry(
                        entry.getDictionaryKey().size(),
                        entry.getExists(),
                        entry.getValue().size(),
                        entry.getLifetimeS())
                .and(() -> check(entry.getOrder()));
    }

    private static Verdict check(WriteOrder order) {
        String scope = order.getScope();
        // A string that is short enough in any encoding need not be encoded to be measured.
        boolean shortEnough = scope.length() * 3 <= WriteRules.SCOPE_LIMIT;
        return shortEnough ? Verdict.ACCEPTED : WriteRules.orderScope(scope.getBytes(StandardCharsets.UTF_8).length);
    }

    private static Verdict check(KindQuery query) {
        return ReadRules.kindQuery(query.getDictionaryKeysCount(), query.getArrayFirst(), query.getArrayLast())
                .and(() ->
                        each(query.getDictionaryKeysList(), (ByteString key) -> ReadRules.dictionaryKey(key.size())));
    }

    /** Where a kind is named by address of record, a name that is given has to be one. */
    private static <T> Verdict names(String name, List<T> kinds, Function<T, Integer> kindId) {
        if (name.isEmpty()) {
            return Verdict.ACCEPTED;
        }
        for (T kind : kinds) {
            Optional<Kind> known = Kind.ofId(kindId.apply(kind));
            if (known.isPresent() && known.get().isNamedByAor()) {
                return Aor.checkCanonical(name);
            }
        }
        return Verdict.ACCEPTED;
    }

    private static <T> Verdict each(List<T> items, Function<T, Verdict> check) {
        for (T item : items) {
            Verdict verdict = check.apply(item);
            if (verdict instanceof Verdict.Refused) {
                return verdict;
            }
        }
        return Verdict.ACCEPTED;
    }
}

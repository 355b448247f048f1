package io.siembridge.normalizers;

import io.siembridge.normalizers.snyk.SnykVendor;
import io.siembridge.normalizers.soda.SodaVendor;
import io.siembridge.normalizers.soveren.SoverenVendor;
import io.siembridge.normalizers.vendor.Vendor;
import io.siembridge.normalizers.wallarm.WallarmVendor;
import java.util.List;
import java.util.Optional;

/** Every vendor the bridge understands. Adding one is one line here, beside its folder. */
public final class Vendors {
    private Vendors() {}

    public static List<Vendor> all() {
        return List.of(new SoverenVendor(), new SnykVendor(), new WallarmVendor(), new SodaVendor());
    }

    public static Optional<Vendor> withId(String id) {
        return all().stream().filter(vendor -> vendor.id().equals(id)).findFirst();
    }
}

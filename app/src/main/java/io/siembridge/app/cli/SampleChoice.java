package io.siembridge.app.cli;

import io.siembridge.app.config.NearestName;
import io.siembridge.app.samples.Sample;
import io.siembridge.app.samples.Samples;
import io.siembridge.normalizers.Vendors;
import java.util.List;

/** Finds a sample by what somebody typed. */
final class SampleChoice {
    private SampleChoice() {}

    static Sample find(String id) throws UsageException {
        List<Sample> all = new Samples(Vendors.all()).all();
        for (Sample sample : all) {
            if (sample.id().equals(id)) {
                return sample;
            }
        }
        String hint = NearestName.hint(id, all.stream().map(Sample::id).toList());
        throw new UsageException("There is no sample " + id
                + (hint.startsWith(",") ? hint : "; list them with: siem-bridge samples list"));
    }
}

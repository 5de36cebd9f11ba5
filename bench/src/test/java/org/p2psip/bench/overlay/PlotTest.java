package org.p2psip.bench.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.p2psip.bench.overlay.Plot.Point;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlotTest {
    @Test
    void plotIsAnSvgWithALineForEachSeries() throws Exception {
        Plot plot = new Plot("Hops", "peers", "hops", true);
        plot.add("measured", List.of(new Point(10, 1), new Point(100, 2), new Point(1000, 5)));
        plot.add("wanted", List.of(new Point(10, 2), new Point(1000, 5)));
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot.svg())));
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        // the middle of a logarithmic axis from 10 to 1000 is 100, and 2 of 5 is two fifths up
        assertThat(svg.getElementsByTagName("polyline")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("points")
                        .getNodeValue())
                .isEqualTo("70.0,256.0 345.0,202.0 620.0,40.0");
    }

    @Test
    void axisFromZeroHasRoundNumbers() {
        Plot plot = new Plot("Course", "seconds", "share", false);
        plot.add("measured", List.of(new Point(0, 0), new Point(10, 87)));
        assertThat(plot.svg()).contains(">100<").contains(">20<").contains(">0<");
    }
}

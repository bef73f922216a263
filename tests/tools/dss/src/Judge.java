import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Judges PDF files with EU DSS and its default policy, offline; one JSON object a line. For the tests alone.
 * Arguments: ROOT.crt, CRL files (ending in .crl), then PDF files.
 */
public final class Judge {
    public static void main(String[] arguments) throws Exception {
        CommonTrustedCertificateSource roots = new CommonTrustedCertificateSource();
        List<String> lists = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.endsWith(".crt")) {
                roots.addCertificate(DSSUtils.loadCertificate(new File(argument)));
            } else {
                (argument.endsWith(".crl") ? lists : files).add(argument);
            }
        }
        for (String file : files) {
            System.out.println(judged(file, roots, lists));
        }
    }

    private static String judged(String file, CommonTrustedCertificateSource roots, List<String> lists) {
        String name = Path.of(file).getFileName().toString();
        try {
            CommonCertificateVerifier verifier = new CommonCertificateVerifier(true);
            verifier.setTrustedCertSources(roots);
            InputStream[] crls = new InputStream[lists.size()];
            for (int i = 0; i < crls.length; i++) {
                crls[i] = new ByteArrayInputStream(Files.readAllBytes(Path.of(lists.get(i))));
            }
            if (crls.length > 0) {
                verifier.setCrlSource(new ExternalResourcesCRLSource(crls));
            }
            DSSDocument document = new FileDocument(file);
            SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(document);
            validator.setCertificateVerifier(verifier);
            Reports reports = validator.validateDocument();
            SimpleReport report = reports.getSimpleReport();
            DiagnosticData data = reports.getDiagnosticData();
            List<String> signatures = new ArrayList<>();
            for (String id : report.getSignatureIdList()) {
                signatures.add("{" + pair("field", data.getSignatureById(id).getFirstFieldName())
                    + "," + pair("indication", String.valueOf(report.getIndication(id)))
                    + "," + pair("subindication", String.valueOf(report.getSubIndication(id)))
                    + "," + pair("level", String.valueOf(report.getSignatureFormat(id)))
                    + ",\"errors\":[" + report.getAdESValidationErrors(id).stream()
                        .map(one -> text(one.getValue())).collect(Collectors.joining(","))
                    + "],\"warnings\":[" + report.getAdESValidationWarnings(id).stream()
                        .map(one -> text(one.getValue())).collect(Collectors.joining(",")) + "]}");
            }
            return "{" + pair("file", name) + ",\"signatures\":[" + String.join(",", signatures) + "]}";
        } catch (Exception | LinkageError fault) {
            return "{" + pair("file", name) + "," + pair("fault", fault.toString()) + "}";
        }
    }

    private static String pair(String key, String value) {
        return text(key) + ":" + text(value);
    }

    private static String text(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (char letter : String.valueOf(value).toCharArray()) {
            if (letter == '"' || letter == '\\') {
                out.append('\\').append(letter);
            } else if (letter < ' ') {
                out.append(' ');
            } else {
                out.append(letter);
            }
        }
        return out.append('"').toString();
    }
}

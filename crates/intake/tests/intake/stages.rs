//! The stage of a system, in the words of registers.

use crate::common::{check, read_as};

/// Stages in the words of real registers, and what they must not be taken for.
#[test]
fn stages() {
    for (word, want) in [
        ("in_gebruik", "in_use"),
        ("In gebruik", "in_use"),
        ("buiten_gebruik", "retired"),
        ("in ontwikkeling", "planned"),
        ("ontwikkeling", "planned"),
        ("in Betrieb", "in_use"),
        ("au\u{df}er Betrieb", "retired"),
        ("in Entwicklung", "planned"),
        ("en service", "in_use"),
        ("hors service", "retired"),
        ("en d\u{e9}veloppement", "planned"),
        ("Operation and Maintenance", "in_use"),
        ("Stage 3 - Implementation (undergoing functionality testing)", "planned"),
        ("Implemented", "in_use"),
        ("c) Deployed \u{2013} the use case is actively used", "in_use"),
        ("Pilot \u{2013} the use case has been deployed in a limited test", "planned"),
        ("a) Pre-deployment \u{2013} in a development or acquisition status", "planned"),
        ("d) Retired \u{2013} its development and/or use has since been discontinued", "retired"),
        ("In production: less than six months", "in_use"),
        ("Planned (not in production)", "planned"),
        ("Proof-of-concept completed", "planned"),
        ("In-use", "in_use"),
        ("Not in use", "retired"),
        ("no longer in operation", "retired"),
        ("Not yet in use", "planned"),
        ("noch nicht in Betrieb", "planned"),
        ("nog niet in gebruik", "planned"),
        ("Y", "in_use"),
        ("c)  Deployed \u{a4} The use case is being actively authorized", "in_use"),
        ("In use since March 2019", "in_use"),
        ("Operation and Management", "in_use"),
        ("planned for 2027", "planned"),
        ("Currently under development", "planned"),
        ("Unknown", ""),
        ("n/a", ""),
        ("", ""),
    ] {
        let want = if want.is_empty() { String::new() } else { format!(" stage={want}") };
        let text = format!("id,name,stage\nR1,a,\"{word}\"\n");
        check("reg.csv", text.as_bytes(), &[&format!("R1 name=a{want}")], &[]);
    }
    for word in [
        "not active",
        "in use from 2027",
        "in use until 2025",
        "from 2027 in use",
        "in Betrieb ab 2027",
        "active development",
        "planned to be retired",
        "planned retirement",
        "planned to be discontinued",
        "retired soon",
        "No",
        "Nein",
        "to be deployed",
        "to be retired",
        "Delivered",
        "reactivated",
        "pseudo-operational",
        "Completed",
        "1",
        "Phase 2",
        "perhaps",
    ] {
        let text = format!("id,name,stage\nR1,a,\"{word}\"\n");
        let says = format!(
            "warning[word-not-recognised]: reg.csv, record 1 (`R1`), `stage`: `{word}` is no stage that is \
             known; the stage of this record stays as if it were not stated"
        );
        check("reg.csv", text.as_bytes(), &["R1 name=a"], &[&says]);
    }
    // Where the column asks, a "no" says something.
    let text = b"id,name,Agency Use (Y/N)?\nR1,a,No\nR2,b,Y\n";
    check("reg.csv", text, &["R1 name=a stage=retired", "R2 name=b stage=in_use"], &[]);
    let object = br#"[{"id":"R1","name":"a","Agency Use (Y/N)?":"No"}]"#;
    check("reg.json", object, &["R1 name=a stage=retired"], &[]);
}

/// What a system is in no longer, or not yet, it is not in.
#[test]
fn words_before_a_stage_turn_it() {
    for (words, want) in [
        (
            "Ceased operation|Ceased|Out of production|Taken out of operation|Was in operation|Formerly in use|\
             Previously used|End of production|Removed from production|Withdrawn from production|\
             Rolled back from production|Moved out of production|Hors production|Fin de production|\
             Fuera de operativo|Fuera de producción|Fuori produzione|No longer used|Nicht mehr in Betrieb|\
             Niet meer in gebruik|N'est plus en service|n\u{2019}est plus utilisé|Ya no en uso|Non più in uso|\
             Już nie w użyciu|Inte längre i drift|Ikke længere i brug|Já não em uso",
            "retired",
        ),
        (
            "Awaiting production|Preparing for production|Prior to production|Ready for production|\
             Candidate for production|Awaiting deployment|Pending go-live|Scheduled for production|\
             Ainda não em uso|Ännu inte i drift|Endnu ikke i drift|Jeszcze nie w użyciu|\
             Successfully tested but not in production.|Initial development|Investigating/Proof of concept|\
             This is a pilot initiative",
            "planned",
        ),
        (
            "Stage 4 - Operation and Maintenance|1. in Betrieb|Already deployed|Fully operational|\
             Use case in production|Bereits im Einsatz|Actuellement en production|Currently used",
            "in_use",
        ),
        (
            "Predecessor of production|Data from production|Will be in production|Replaces live|Not live|\
             N - in production|Planned for decommissioning|Scheduled for decommissioning|Post-production|\
             Refinements planned|Failed pilot|After the pilot|Vor Inbetriebnahme in Betrieb|\
             Ersetzt aktiv genutzte|Mise en service prévue|Geplant bis zur Abschaltung|Ready for retirement|\
             Operation suspended|Production planned 2027|Live soon|Non-operational|Go-live 2027|Pre-live|\
             Deprecated|Being phased out|Ende der Entwicklung|Fin du développement",
            "",
        ),
    ] {
        states(words, want);
    }
}

/// Plain words of company inventories.
#[test]
fn plain_words_for_stages() {
    for (words, want) in [
        (
            "Out of service|Out of use|Withdrawn|Cancelled|Suspended|Phased out|Archived|Shut down|\
             Nicht in Betrieb|Nicht im Einsatz|Außer Betrieb|AUSSER BETRIEB|Stillgelegt|Abgeschaltet|\
             Inaktiv|Retiré|Abandonné|Arrêté|À l'arrêt|Désactivée|Niet in gebruik|Inactief|Uitgefaseerd|\
             Retirado|Dado de baja|Inactiva|Ritirato|Dismessa|Non in uso|Wycofany|Nieaktywny|Avvecklad|\
             Ur drift|Ude af drift|Udfaset|Desativado|Fora de serviço",
            "retired",
        ),
        (
            "POC|PoC|Not deployed|Proposed|Idea|Testing|Test|Geplant|In Planung|In Vorbereitung|Testphase|\
             Pilotphase|Prévu|Prévue|En projet|À l'étude|En cours de développement|Gepland|\
             In voorbereiding|Previsto|En proyecto|En pruebas|Pianificato|In progetto|Planowany|\
             W przygotowaniu|Planerad|Planlagt|Under udvikling|Planeado|Em desenvolvimento",
            "planned",
        ),
        (
            "Live|Used|Rolled out|Aktiv|Im Einsatz|Produktiv|Actif|Active|Déployé|Déployée|Utilisé|Actief|\
             In productie|Operationeel|Activo|Desplegado|En marcha|Attivo|In servizio|Aktywny|W użyciu|\
             Wdrożony|I drift|I bruk|I brug|Ativo|Em uso|Em produção",
            "in_use",
        ),
    ] {
        states(words, want);
    }
}

/// Every one of the words, between bars, states this stage; without one each is told.
fn states(words: &str, want: &str) {
    for word in words.split('|') {
        let text = format!("id,name,stage\nR1,a,\"{word}\"\nR2,a,\"{word}\"\n");
        let read = read_as("reg.csv", text.as_bytes(), "");
        let stage = if want.is_empty() { "unknown" } else { want };
        assert!(read.records.iter().all(|at| at.stage.as_str() == stage), "{word} is not {stage}");
        let told = read.findings.iter().filter(|at| at.starts_with("warning[word-not-recognised]"));
        assert_eq!(told.count(), if want.is_empty() { 2 } else { 0 }, "{word}");
        let object = format!(r#"[{{"id":"R1","name":"a","stage":"{word}"}}]"#);
        let read = read_as("reg.json", object.as_bytes(), "");
        assert!(read.records.iter().all(|at| at.stage.as_str() == stage), "{word} is not {stage}");
    }
}

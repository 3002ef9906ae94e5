;;; A session in Emacs with eglot, with the set-up that grammar/editors.md shows. The folder is a copy of the shop.  -*- lexical-binding: t -*-
(require 'cl-lib)
(require 'jsonrpc)
(defvar passed 0)
(defvar failed 0)

(defmacro step (title &rest body)
  (declare (indent 1))
  `(condition-case problem
       (progn ,@body (cl-incf passed) (message "  ok      %s" ,title))
     (error (cl-incf failed) (message "  FAILED  %s\n          %S" ,title problem))))

(defun wait-until (what ask)
  (let ((end (+ (float-time) 30)) found)
    (while (not (setq found (funcall ask)))
      (when (> (float-time) end) (error "%s: not within 30 s" what))
      (accept-process-output nil 0.05))
    found))

(defun behind (text)
  (goto-char (point-min))
  (search-forward text))

;; Edits are sent when Emacs is idle, which it never is in a batch.
(defun send-edits () (eglot--signal-textDocument/didChange))

(defun errors ()
  (flymake-start)
  (cl-remove-if-not (lambda (d) (eq (flymake-diagnostic-type d) 'eglot-error)) (flymake-diagnostics)))

(step "opens a rule file and starts the server"
  (find-file "wert.seg")
  (cl-assert (eq major-mode 'seglang-mode))
  (run-hooks 'post-command-hook)
  (wait-until "a server" #'eglot-current-server)
  (wait-until "a managed buffer" (lambda () (bound-and-true-p eglot--managed-mode)))
  (cl-assert (null (errors))))

(step "an error appears while typing, and goes"
  (behind "segment Käufer \"Käufer\" { any(Kauf)")
  (insert " and umsatzz > 1 EUR")
  (send-edits)
  (let ((found (wait-until "the error" #'errors)))
    (cl-assert (= (length found) 1))
    (cl-assert (string-match-p "umsatzz" (flymake-diagnostic-text (car found)))))
  (delete-char (- (length " and umsatzz > 1 EUR")))
  (send-edits)
  (wait-until "the error goes" (lambda () (null (errors)))))

(step "hover tells what a segment is"
  (behind "segment Stamm")
  (let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
    (cl-assert (string-match-p "Bestellungen im letzten Jahr" (format "%S" hover)))))

(step "completion proposes the event's fields inside where"
  (behind "segment Käufer \"Käufer\" { any(Kauf")
  (insert " where ")
  (send-edits)
  (let* ((table (nth 2 (eglot-completion-at-point)))
         (labels (mapcar #'substring-no-properties (all-completions "" table))))
    (cl-assert (member "preis" labels) nil "%S" labels)
    (cl-assert (member "kategorie" labels)))
  (delete-char (- (length " where ")))
  (send-edits))

(step "rename changes the segment in every file"
  (behind "segment Stamm")
  (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
    (eglot-rename "Treue_Kunden"))
  (save-some-buffers t)
  (dolist (file '("wert.seg" "treue.seg" "persona.seg" "besucher.seg"))
    (with-temp-buffer
      (insert-file-contents file)
      (let ((case-fold-search nil))
        (cl-assert (search-forward "Treue_Kunden" nil t) nil "%s" file)
        (goto-char (point-min))
        (cl-assert (not (re-search-forward "[^\"[:alnum:]]Stammkunden[^\"[:alnum:]]" nil t)) nil "%s" file))))
  (wait-until "no error" (lambda () (null (errors)))))

(step "formatting leaves a formatted file as it is"
  (let ((before (buffer-string)))
    (eglot-format-buffer)
    (cl-assert (equal before (buffer-string)))))

(ignore-errors (eglot-shutdown (eglot-current-server)))
(message "emacs: %d passed, %d failed" passed failed)
(kill-emacs (if (= failed 0) 0 1))

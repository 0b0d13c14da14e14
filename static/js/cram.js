// Cram: choosing a note or a tag from its list says that it is what is meant.

document.addEventListener("change", (event) => {
  const choice = event.target.closest?.(".cram-choice");
  if (choice && event.target.matches("select")) choice.querySelector("[type=radio]").checked = true;
});
